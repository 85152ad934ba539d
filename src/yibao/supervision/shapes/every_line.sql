-- Every line against the rules that need no item: one knowledge row each.
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
FROM every_line AS line
CROSS JOIN knowledge
WHERE knowledge.shape = 'line'
  AND knowledge.code IS NULL
  AND line.day >= knowledge.valid_from
  AND line.day < knowledge.valid_to
  AND {applies}
  AND {violates}
