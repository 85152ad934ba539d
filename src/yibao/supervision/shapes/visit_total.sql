-- What an encounter, or one of its days, gets of an item or of items that count together.
-- used: one row for an item and day. total: one row for what counts together; its head is the last
-- day (counted down from 9000000, so that the least text is the last day) and the smallest code.
-- The lines themselves are read again for the few totals that go beyond their limit.
WITH used AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    coalesce(knowledge.partner, knowledge.code) AS name,
    CASE WHEN {window} = 'day' THEN CAST(line.day AS VARCHAR) ELSE '' END AS period,
    line.encounter_id AS encounter_id,
    line.item_code AS item_code,
    line.day AS day,
    count(*) AS lines,
    sum(line.quantity) AS quantity,
    sum(line.amount) AS amount,
    sum(coalesce(line.days, 0)) AS supply,
    min(line.line_id) AS line_id
  FROM line
  JOIN knowledge ON line.item_code = knowledge.code
  WHERE knowledge.shape = 'visit_total'
    AND line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {applies}
  GROUP BY
    knowledge.rule, knowledge.point, coalesce(knowledge.partner, knowledge.code),
    CASE WHEN {window} = 'day' THEN CAST(line.day AS VARCHAR) ELSE '' END,
    line.encounter_id, line.item_code, line.day
),
total AS (
  SELECT
    rule, point, name, period, encounter_id,
    CAST(sum(lines) AS BIGINT) AS count,
    {kinds:count(DISTINCT item_code)} AS kinds,
    CAST(sum(quantity) AS BIGINT) AS quantity,
    CAST(sum(amount) AS BIGINT) AS amount,
    {days:count(DISTINCT day)} AS days,
    CAST(sum(supply) AS BIGINT) AS supply,
    max(day) - min(day) + 1 AS span,
    max(day) AS last_day,
    min(CAST(9000000 - day AS VARCHAR) || item_code) AS head,
    min(line_id) AS line_id
  FROM used
  GROUP BY rule, point, name, period, encounter_id
),
hit AS (
  SELECT
    measure.rule AS rule,
    measure.point AS point,
    measure.name AS name,
    measure.period AS period,
    measure.encounter_id AS encounter_id,
    measure.last_day AS day,
    {measured} AS measured,
    {limit} AS limit_value
  FROM total AS measure
  JOIN knowledge
    ON knowledge.rule = measure.rule AND knowledge.point = measure.point
    AND knowledge.code = substr(measure.head, 8)
    AND coalesce(knowledge.partner, knowledge.code) = measure.name
  JOIN line ON line.encounter_id = measure.encounter_id AND line.line_id = measure.line_id
  WHERE knowledge.shape = 'visit_total'
    AND measure.last_day >= knowledge.valid_from
    AND measure.last_day < knowledge.valid_to
    AND {violates}
)
SELECT
  hit.rule AS rule,
  hit.point AS point,
  hit.encounter_id AS subject1,
  hit.name AS subject2,
  hit.period AS subject3,
  '' AS subject4,
  hit.measured AS measured,
  hit.limit_value AS limit_value,
  hit.day AS day,
  line.patient_id AS patient_id,
  line.encounter_id AS encounter_id,
  line.line_id AS line_id,
  TRUE AS is_violating,
  line.amount AS amount
FROM hit
JOIN used
  ON used.rule = hit.rule AND used.point = hit.point AND used.name = hit.name
  AND used.encounter_id = hit.encounter_id AND used.period = hit.period
JOIN line
  ON line.encounter_id = used.encounter_id AND line.item_code = used.item_code
  AND line.day = used.day
JOIN knowledge
  ON knowledge.rule = used.rule AND knowledge.point = used.point
  AND knowledge.code = used.item_code
  AND coalesce(knowledge.partner, knowledge.code) = used.name
WHERE knowledge.shape = 'visit_total'
  AND line.day >= knowledge.valid_from
  AND line.day < knowledge.valid_to
  AND {applies}
