-- Two drugs of which the later is handed out while the earlier still lasts, in either order. First
-- the patients who have both, then their uses, then the lines.
WITH role AS (
  SELECT rule, variant, code AS item_code FROM knowledge
  WHERE shape = 'overlap' AND {by} = 'pair' AND code IS NOT NULL AND partner IS NOT NULL
  UNION
  SELECT rule, variant, partner AS item_code FROM knowledge
  WHERE shape = 'overlap' AND {by} = 'pair' AND code IS NOT NULL AND partner IS NOT NULL
),
used AS (
  SELECT
    knowledge.rule AS rule,
    line.patient_id AS patient_id,
    line.item_code AS item_code,
    line.day AS day,
    max(line.day + line.days) AS until_day,
    min(line.encounter_id) AS encounter_id
  FROM line
  JOIN role AS knowledge ON line.item_code = knowledge.item_code
  WHERE line.days > 0
    AND {applies}
  GROUP BY knowledge.rule, line.patient_id, line.item_code, line.day
),
holder AS (
  SELECT DISTINCT rule, patient_id, item_code FROM used
),
both_held AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.code AS code,
    knowledge.partner AS partner,
    knowledge.valid_from AS valid_from,
    knowledge.valid_to AS valid_to,
    main.patient_id AS patient_id
  FROM holder AS main
  JOIN holder AS other ON other.rule = main.rule AND other.patient_id = main.patient_id
  JOIN knowledge
    ON knowledge.rule = main.rule AND knowledge.code = main.item_code
    AND knowledge.partner = other.item_code
  WHERE knowledge.shape = 'overlap'
    AND {by} = 'pair'
),
direction AS (
  SELECT both_held.*, code AS earlier_code, partner AS later_code FROM both_held
  UNION ALL
  SELECT both_held.*, partner AS earlier_code, code AS later_code FROM both_held
  WHERE code <> partner
),
meeting AS (
  SELECT
    direction.rule AS rule,
    direction.point AS point,
    direction.code AS code,
    direction.partner AS partner,
    direction.patient_id AS patient_id,
    later.item_code AS item_code,
    later.day AS day,
    later.encounter_id AS encounter_id,
    earlier.item_code AS earlier_code,
    earlier.day AS earlier_day,
    earlier.until_day AS until_day
  FROM direction
  JOIN used AS later
    ON later.rule = direction.rule AND later.patient_id = direction.patient_id
    AND later.item_code = direction.later_code
  JOIN used AS earlier
    ON earlier.rule = direction.rule AND earlier.patient_id = direction.patient_id
    AND earlier.item_code = direction.earlier_code
  WHERE later.day >= direction.valid_from
    AND later.day < direction.valid_to
    AND earlier.until_day > later.day
    AND (earlier.day < later.day
         OR (earlier.day = later.day AND earlier.item_code < later.item_code))
),
overlapped AS (
  SELECT
    rule, point, code, partner, patient_id, day,
    min(encounter_id) AS encounter_id,
    max(until_day) - day AS days
  FROM meeting
  GROUP BY rule, point, code, partner, patient_id, day
),
hit AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.variant AS variant,
    knowledge.code AS code,
    knowledge.partner AS partner,
    measure.patient_id AS patient_id,
    measure.day AS day,
    measure.encounter_id AS encounter_id,
    {measured} AS measured,
    {limit} AS limit_value
  FROM overlapped AS measure
  JOIN knowledge
    ON knowledge.rule = measure.rule AND knowledge.point = measure.point
    AND knowledge.code = measure.code AND knowledge.partner = measure.partner
  WHERE knowledge.shape = 'overlap'
    AND measure.day >= knowledge.valid_from
    AND measure.day < knowledge.valid_to
    AND {violates}
),
side AS (
  SELECT
    hit.*, meeting.item_code AS line_code, meeting.day AS line_day, 1 AS is_later
  FROM hit
  JOIN meeting
    ON meeting.rule = hit.rule AND meeting.point = hit.point AND meeting.code = hit.code
    AND meeting.partner = hit.partner AND meeting.patient_id = hit.patient_id
    AND meeting.day = hit.day
  UNION ALL
  SELECT
    hit.*, meeting.earlier_code AS line_code, meeting.earlier_day AS line_day, 0 AS is_later
  FROM hit
  JOIN meeting
    ON meeting.rule = hit.rule AND meeting.point = hit.point AND meeting.code = hit.code
    AND meeting.partner = hit.partner AND meeting.patient_id = hit.patient_id
    AND meeting.day = hit.day
),
part AS (
  SELECT
    rule, point, variant, code, partner, patient_id, day, encounter_id, measured, limit_value,
    line_code, line_day,
    max(is_later) AS is_later
  FROM side
  GROUP BY
    rule, point, variant, code, partner, patient_id, day, encounter_id, measured, limit_value,
    line_code, line_day
)
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  knowledge.patient_id AS subject1,
  knowledge.code AS subject2,
  knowledge.partner AS subject3,
  CAST(knowledge.day AS VARCHAR) AS subject4,
  knowledge.measured AS measured,
  knowledge.limit_value AS limit_value,
  knowledge.day AS day,
  knowledge.patient_id AS patient_id,
  knowledge.encounter_id AS encounter_id,
  line.line_id AS line_id,
  knowledge.is_later = 1 AS is_violating,
  line.amount AS amount
FROM part AS knowledge
JOIN line
  ON line.patient_id = knowledge.patient_id AND line.item_code = knowledge.line_code
  AND line.day = knowledge.line_day
WHERE line.days > 0
  AND (knowledge.is_later = 1 OR line.day + line.days > knowledge.day)
  AND {applies}
