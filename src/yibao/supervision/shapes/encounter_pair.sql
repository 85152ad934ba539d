-- Two encounters of one patient that do not go together; one text for each variant, so that what
-- is asked of one encounter alone filters it before the join.
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  other.encounter_id AS subject1,
  one.encounter_id AS subject2,
  '' AS subject3,
  '' AS subject4,
  {measured} AS measured,
  {limit} AS limit_value,
  other.start_day AS day,
  other.patient_id AS patient_id,
  other.encounter_id AS encounter_id,
  CAST(NULL AS VARCHAR) AS line_id,
  TRUE AS is_violating,
  other.lines_amount AS amount
FROM encounter AS other
JOIN encounter AS one ON one.patient_id = other.patient_id
CROSS JOIN knowledge
WHERE knowledge.shape = 'encounter_pair'
  AND knowledge.code IS NULL
  AND knowledge.rule IN ({rules})
  AND one.encounter_id <> other.encounter_id
  AND other.start_day >= knowledge.valid_from
  AND other.start_day < knowledge.valid_to
  AND {applies}
  AND {violates}
