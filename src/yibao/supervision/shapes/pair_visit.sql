-- Two items that must not meet in one encounter. First which encounters hold both, then the lines.
WITH role AS (
  SELECT rule, variant, code AS item_code FROM knowledge
  WHERE shape = 'pair' AND listed = '|visit|' AND code <> partner
  UNION
  SELECT rule, variant, partner AS item_code FROM knowledge
  WHERE shape = 'pair' AND listed = '|visit|' AND code <> partner
),
present AS (
  SELECT
    knowledge.rule AS rule,
    line.patient_id AS patient_id,
    line.encounter_id AS encounter_id,
    line.item_code AS item_code,
    min(line.day) AS first_day,
    max(line.day) AS last_day
  FROM line
  JOIN role AS knowledge ON line.item_code = knowledge.item_code
  WHERE {applies}
  GROUP BY knowledge.rule, line.patient_id, line.encounter_id, line.item_code
),
meeting AS (
  SELECT
    main.rule AS rule,
    main.item_code AS code,
    refused.item_code AS partner,
    refused.patient_id AS patient_id,
    refused.encounter_id AS encounter_id,
    refused.first_day AS first_day,
    refused.last_day AS last_day
  FROM present AS main
  JOIN present AS refused
    ON refused.rule = main.rule AND refused.encounter_id = main.encounter_id
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
    meeting.last_day AS day
  FROM meeting
  JOIN knowledge
    ON knowledge.rule = meeting.rule AND knowledge.code = meeting.code
    AND knowledge.partner = meeting.partner
  WHERE knowledge.shape = 'pair'
    AND knowledge.listed = '|visit|'
    AND knowledge.code <> knowledge.partner
    AND meeting.first_day >= knowledge.valid_from
    AND meeting.first_day < knowledge.valid_to
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
  knowledge.encounter_id AS subject1,
  knowledge.code AS subject2,
  knowledge.partner AS subject3,
  '' AS subject4,
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
  ON line.encounter_id = knowledge.encounter_id AND line.item_code = knowledge.item_code
WHERE {applies}
