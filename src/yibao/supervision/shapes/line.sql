-- One line against the knowledge rows of its item, as known on the day of service.
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  line.line_id AS subject1,
  '' AS subject2,
  '' AS subject3,
  '' AS subject4,
  {measured} AS measured,
  {limit} AS limit_value,
  line.day AS day,
  line.patient_id AS patient_id,
  line.encounter_id AS encounter_id,
  line.line_id AS line_id,
  TRUE AS is_violating,
  line.amount AS amount
FROM line
JOIN knowledge ON line.item_code = knowledge.code
WHERE knowledge.shape = 'line'
  AND line.day >= knowledge.valid_from
  AND line.day < knowledge.valid_to
  AND {applies}
  AND {violates}
