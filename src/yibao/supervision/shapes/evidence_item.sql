-- Items that need, or forbid, evidence in their encounter; the keys are compared only for the
-- few points that an encounter meets.
WITH called AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.is_coded AS is_coded,
    {polarity} AS polarity,
    line.item_code AS item_code,
    line.patient_id AS patient_id,
    line.encounter_id AS encounter_id,
    line.line_id AS line_id,
    line.day AS day,
    line.amount AS amount
  FROM line
  JOIN knowledge ON line.item_code = knowledge.code
  WHERE knowledge.shape = 'evidence'
    AND knowledge.rule IN ({rules})
    AND {trigger} = 'item'
    AND line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
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
  called.item_code AS subject2,
  '' AS subject3,
  '' AS subject4,
  NULL AS measured,
  NULL AS limit_value,
  max(called.day) OVER (
    PARTITION BY called.rule, called.point, called.encounter_id, called.item_code
  ) AS day,
  called.patient_id AS patient_id,
  called.encounter_id AS encounter_id,
  called.line_id AS line_id,
  TRUE AS is_violating,
  called.amount AS amount
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
