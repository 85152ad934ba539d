-- Operations of an encounter against the rows of their codes, as known on its last day.
-- The different codes are few: they are matched with the knowledge before the operations are read.
WITH spelled AS (
  SELECT DISTINCT code FROM source_operation
),
part AS (
  SELECT code, code AS beginning FROM spelled
  UNION SELECT code, substr(code, 1, 5) FROM spelled
)
SELECT DISTINCT
  knowledge.rule AS rule,
  knowledge.point AS point,
  encounter.encounter_id AS subject1,
  part.code AS subject2,
  '' AS subject3,
  '' AS subject4,
  {measured} AS measured,
  {limit} AS limit_value,
  encounter.end_day AS day,
  encounter.patient_id AS patient_id,
  encounter.encounter_id AS encounter_id,
  CAST(NULL AS VARCHAR) AS line_id,
  FALSE AS is_violating,
  0 AS amount
FROM part
JOIN knowledge ON knowledge.code = part.beginning
JOIN source_operation ON source_operation.code = part.code
JOIN encounter ON encounter.encounter_id = source_operation.encounter_id
WHERE knowledge.shape = 'operation'
  AND encounter.end_day >= knowledge.valid_from
  AND encounter.end_day < knowledge.valid_to
  AND {applies}
  AND {violates}
