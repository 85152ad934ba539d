-- Two items that must not come within knowledge.high minutes of each other, in whatever encounter
-- of the patient. First the days of B with an A on them or next to them, then the lines.
WITH role AS (
  SELECT rule, variant, code AS item_code FROM knowledge
  WHERE shape = 'pair' AND listed = '|hours|' AND code <> partner
  UNION
  SELECT rule, variant, partner AS item_code FROM knowledge
  WHERE shape = 'pair' AND listed = '|hours|' AND code <> partner
),
present AS (
  SELECT DISTINCT
    knowledge.rule AS rule,
    line.patient_id AS patient_id,
    line.day AS day,
    line.item_code AS item_code
  FROM line
  JOIN role AS knowledge ON line.item_code = knowledge.item_code
  WHERE {applies}
),
near AS (
  SELECT rule, patient_id, item_code, day AS day, day AS main_day FROM present
  UNION ALL
  SELECT rule, patient_id, item_code, day + 1 AS day, day AS main_day FROM present
  UNION ALL
  SELECT rule, patient_id, item_code, day - 1 AS day, day AS main_day FROM present
),
candidate AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.variant AS variant,
    knowledge.code AS code,
    knowledge.partner AS partner,
    knowledge.high AS minutes,
    refused.patient_id AS patient_id,
    refused.day AS day,
    near.main_day AS main_day
  FROM near
  JOIN present AS refused
    ON refused.rule = near.rule AND refused.patient_id = near.patient_id
    AND refused.day = near.day
  JOIN knowledge
    ON knowledge.rule = near.rule AND knowledge.code = near.item_code
    AND knowledge.partner = refused.item_code
  WHERE knowledge.shape = 'pair'
    AND knowledge.listed = '|hours|'
    AND knowledge.code <> knowledge.partner
    AND refused.day >= knowledge.valid_from
    AND refused.day < knowledge.valid_to
    AND {violates}
),
refused_line AS (
  SELECT
    knowledge.rule AS rule, knowledge.point AS point, knowledge.code AS code,
    knowledge.partner AS partner, knowledge.patient_id AS patient_id, knowledge.day AS day,
    knowledge.minutes AS minutes, knowledge.main_day AS main_day,
    line.line_id AS line_id, line.minute AS minute, line.amount AS amount,
    line.encounter_id AS encounter_id
  FROM candidate AS knowledge
  JOIN line
    ON line.patient_id = knowledge.patient_id AND line.day = knowledge.day
    AND line.item_code = knowledge.partner
  WHERE {applies}
),
main_line AS (
  SELECT
    knowledge.rule AS rule, knowledge.point AS point, knowledge.code AS code,
    knowledge.partner AS partner, knowledge.patient_id AS patient_id, knowledge.day AS day,
    knowledge.main_day AS main_day,
    line.line_id AS line_id, line.minute AS minute, line.amount AS amount
  FROM candidate AS knowledge
  JOIN line
    ON line.patient_id = knowledge.patient_id AND line.day = knowledge.main_day
    AND line.item_code = knowledge.code
  WHERE {applies}
),
meeting AS (
  SELECT
    refused.rule AS rule, refused.point AS point, refused.code AS code,
    refused.partner AS partner, refused.patient_id AS patient_id, refused.day AS day,
    refused.encounter_id AS encounter_id, refused.line_id AS refused_id,
    refused.amount AS refused_amount, main.line_id AS main_id, main.amount AS main_amount
  FROM refused_line AS refused
  JOIN main_line AS main
    ON main.rule = refused.rule AND main.point = refused.point AND main.code = refused.code
    AND main.partner = refused.partner AND main.patient_id = refused.patient_id
    AND main.day = refused.day AND main.main_day = refused.main_day
  WHERE abs(refused.minute - main.minute) < refused.minutes
),
hit AS (
  SELECT rule, point, code, partner, patient_id, day, min(encounter_id) AS encounter_id
  FROM meeting
  GROUP BY rule, point, code, partner, patient_id, day
),
part AS (
  SELECT DISTINCT
    rule, point, code, partner, patient_id, day,
    refused_id AS line_id, TRUE AS is_violating, refused_amount AS amount
  FROM meeting
  UNION ALL
  SELECT DISTINCT
    rule, point, code, partner, patient_id, day,
    main_id AS line_id, FALSE AS is_violating, main_amount AS amount
  FROM meeting
)
SELECT
  hit.rule AS rule,
  hit.point AS point,
  hit.patient_id AS subject1,
  CAST(hit.day AS VARCHAR) AS subject2,
  hit.code AS subject3,
  hit.partner AS subject4,
  CAST(NULL AS BIGINT) AS measured,
  CAST(NULL AS BIGINT) AS limit_value,
  hit.day AS day,
  hit.patient_id AS patient_id,
  hit.encounter_id AS encounter_id,
  part.line_id AS line_id,
  part.is_violating AS is_violating,
  part.amount AS amount
FROM hit
JOIN part
  ON part.rule = hit.rule AND part.point = hit.point AND part.code = hit.code
  AND part.partner = hit.partner AND part.patient_id = hit.patient_id AND part.day = hit.day
