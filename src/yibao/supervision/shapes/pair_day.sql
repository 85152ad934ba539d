-- Two items that must not meet on one day of a patient, in whatever encounter. First which days
-- hold both (each item of a day counts once), then the lines.
WITH role AS (
  SELECT rule, variant, code AS item_code FROM knowledge
  WHERE shape = 'pair' AND listed = '|day|' AND code <> partner
  UNION
  SELECT rule, variant, partner AS item_code FROM knowledge
  WHERE shape = 'pair' AND listed = '|day|' AND code <> partner
),
present AS (
  SELECT
    knowledge.rule AS rule,
    line.patient_id AS patient_id,
    line.day AS day,
    line.item_code AS item_code,
    min(line.encounter_id) AS encounter_id
  FROM line
  JOIN role AS knowledge ON line.item_code = knowledge.item_code
  WHERE {applies}
  GROUP BY knowledge.rule, line.patient_id, line.day, line.item_code
),
meeting AS (
  SELECT
    main.rule AS rule,
    main.item_code AS code,
    refused.item_code AS partner,
    refused.patient_id AS patient_id,
    refused.encounter_id AS encounter_id,
    refused.day AS day
  FROM present AS main
  JOIN present AS refused
    ON refused.rule = main.rule AND refused.patient_id = main.patient_id
    AND refused.day = main.day
),
hit AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.variant AS variant,
    knowledge.code AS code,
    knowledge.partner AS partner,
    meeting.patient_id AS patient_id,
    meeting.encounter_id AS encounter_id,
    meeting.day AS day
  FROM meeting
  JOIN knowledge
    ON knowledge.rule = meeting.rule AND knowledge.code = meeting.code
    AND knowledge.partner = meeting.partner
  WHERE knowledge.shape = 'pair'
    AND knowledge.listed = '|day|'
    AND knowledge.code <> knowledge.partner
    AND meeting.day >= knowledge.valid_from
    AND meeting.day < knowledge.valid_to
    AND {violates}
),
side AS (
  SELECT hit.*, partner AS item_code, TRUE AS is_violating FROM hit
  UNION ALL
  SELECT hit.*, code AS item_code, FALSE AS is_violating FROM hit
)
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  knowledge.patient_id AS subject1,
  CAST(knowledge.day AS VARCHAR) AS subject2,
  knowledge.code AS subject3,
  knowledge.partner AS subject4,
  CAST(NULL AS BIGINT) AS measured,
  CAST(NULL AS BIGINT) AS limit_value,
  knowledge.day AS day,
  knowledge.patient_id AS patient_id,
  knowledge.encounter_id AS encounter_id,
  line.line_id AS line_id,
  knowledge.is_violating AS is_violating,
  line.amount AS amount
FROM side AS knowledge
JOIN line
  ON line.patient_id = knowledge.patient_id AND line.item_code = knowledge.item_code
  AND line.day = knowledge.day
WHERE {applies}
