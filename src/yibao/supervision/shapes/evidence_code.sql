-- Diagnoses and operations that need, or forbid, other evidence in their encounter, as known on
-- its last day. The different codes are matched with the knowledge before the encounters are read.
WITH coded AS (
  SELECT encounter_id, code, is_main, 'diagnosis' AS kind FROM source_diagnosis
  UNION ALL SELECT encounter_id, code, is_main, 'operation' AS kind FROM source_operation
),
spelled AS (
  SELECT DISTINCT kind, code FROM coded
),
part AS (
  SELECT kind, code, code AS beginning FROM spelled
  UNION SELECT kind, code, substr(code, 1, 5) FROM spelled
  UNION SELECT kind, code, substr(code, 1, 3) FROM spelled WHERE kind = 'diagnosis'
),
called AS (
  SELECT DISTINCT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.is_coded AS is_coded,
    {polarity} AS polarity,
    part.code AS code,
    encounter.patient_id AS patient_id,
    encounter.encounter_id AS encounter_id,
    encounter.end_day AS day
  FROM part
  JOIN knowledge ON knowledge.code = part.beginning
  JOIN coded ON coded.kind = part.kind AND coded.code = part.code
  JOIN encounter ON encounter.encounter_id = coded.encounter_id
  WHERE knowledge.shape = 'evidence'
    AND knowledge.rule IN ({rules})
    AND ({trigger} = part.kind OR (coded.is_main AND {trigger} = 'main_' || part.kind))
    AND encounter.end_day >= knowledge.valid_from
    AND encounter.end_day < knowledge.valid_to
    AND {applies}
    AND {violates}
),
asked AS (
  SELECT DISTINCT rule, point, encounter_id FROM called WHERE is_coded
),
given AS (
  SELECT DISTINCT asked.rule AS rule, asked.point AS point, asked.encounter_id AS encounter_id
  FROM asked
  JOIN evidence_key ON evidence_key.encounter_id = asked.encounter_id
  JOIN evidence
    ON evidence.rule = asked.rule AND evidence.point = asked.point
    AND evidence.key = evidence_key.key
),
told AS (
  SELECT DISTINCT rule, point FROM evidence
)
SELECT
  called.rule AS rule,
  called.point AS point,
  called.encounter_id AS subject1,
  called.code AS subject2,
  '' AS subject3,
  '' AS subject4,
  NULL AS measured,
  NULL AS limit_value,
  called.day AS day,
  called.patient_id AS patient_id,
  called.encounter_id AS encounter_id,
  CAST(NULL AS VARCHAR) AS line_id,
  FALSE AS is_violating,
  0 AS amount
FROM called
LEFT JOIN told ON told.rule = called.rule AND told.point = called.point
LEFT JOIN given
  ON given.rule = called.rule AND given.point = called.point
  AND given.encounter_id = called.encounter_id
WHERE (called.polarity = 'require' AND NOT called.is_coded)
  OR (
    called.polarity = 'require' AND called.is_coded
    AND told.rule IS NOT NULL AND given.rule IS NULL
  )
  OR (called.polarity = 'forbid' AND called.is_coded AND given.rule IS NOT NULL)
