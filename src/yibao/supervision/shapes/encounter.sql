-- Every encounter against the rules' own rows, as known on its last day.
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  encounter.encounter_id AS subject1,
  '' AS subject2,
  '' AS subject3,
  '' AS subject4,
  {measured} AS measured,
  {limit} AS limit_value,
  encounter.end_day AS day,
  encounter.patient_id AS patient_id,
  encounter.encounter_id AS encounter_id,
  CAST(NULL AS VARCHAR) AS line_id,
  FALSE AS is_violating,
  encounter.lines_amount AS amount
FROM encounter
CROSS JOIN knowledge
WHERE knowledge.shape = 'encounter'
  AND knowledge.code IS NULL
  AND encounter.end_day >= knowledge.valid_from
  AND encounter.end_day < knowledge.valid_to
  AND {applies}
  AND {violates}
