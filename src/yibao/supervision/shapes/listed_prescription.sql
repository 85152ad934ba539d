-- Prescriptions with at least one listed line, once for each point that lists one of their lines.
-- Driven from the listed lines; the other lines of their prescriptions are added. The head of a
-- point is the last day of its lines (counted down from 9000000) and the smallest item code.
WITH listed AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.variant AS variant,
    line.encounter_id AS encounter_id,
    line.prescription AS prescription,
    line.line_id AS line_id,
    line.item_code AS item_code,
    line.day AS day
  FROM line
  JOIN knowledge ON line.item_code = knowledge.code
  WHERE knowledge.shape = 'prescription'
    AND line.prescription IS NOT NULL
    AND line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {applies}
),
script AS (
  SELECT
    rule, variant, encounter_id, prescription, count(DISTINCT line_id) AS listed
  FROM listed
  GROUP BY rule, variant, encounter_id, prescription
),
script_line AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.variant AS variant,
    knowledge.listed AS listed,
    line.encounter_id AS encounter_id,
    line.patient_id AS patient_id,
    line.prescription AS prescription,
    line.line_id AS line_id,
    line.item_code AS item_code,
    line.day AS day,
    line.quantity AS quantity,
    line.amount AS amount,
    line.days AS days
  FROM script AS knowledge
  JOIN every_line AS line
    ON line.encounter_id = knowledge.encounter_id AND line.prescription = knowledge.prescription
  WHERE {applies}
),
total AS (
  SELECT
    rule,
    variant,
    encounter_id,
    prescription,
    min(day) AS first_day,
    count(*) AS count,
    {kinds:count(DISTINCT item_code)} AS kinds,
    max(listed) AS listed,
    CAST(sum(quantity) AS BIGINT) AS quantity,
    CAST(sum(amount) AS BIGINT) AS amount,
    {days:count(DISTINCT day)} AS days,
    max(coalesce(days, 0)) AS supply,
    max(day) - min(day) + 1 AS span
  FROM script_line
  GROUP BY rule, variant, encounter_id, prescription
),
called AS (
  SELECT
    rule, point, encounter_id, prescription,
    max(day) AS last_day,
    min(CAST(9000000 - day AS VARCHAR) || item_code) AS head
  FROM listed
  GROUP BY rule, point, encounter_id, prescription
),
hit AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    measure.variant AS variant,
    measure.encounter_id AS encounter_id,
    measure.prescription AS prescription,
    measure.first_day AS day,
    {measured} AS measured,
    {limit} AS limit_value
  FROM total AS measure
  JOIN called
    ON called.rule = measure.rule AND called.encounter_id = measure.encounter_id
    AND called.prescription = measure.prescription
  JOIN knowledge
    ON knowledge.rule = called.rule AND knowledge.point = called.point
    AND knowledge.code = substr(called.head, 8)
  WHERE knowledge.shape = 'prescription'
    AND called.last_day >= knowledge.valid_from
    AND called.last_day < knowledge.valid_to
    AND {violates}
)
SELECT
  hit.rule AS rule,
  hit.point AS point,
  hit.encounter_id AS subject1,
  hit.prescription AS subject2,
  '' AS subject3,
  '' AS subject4,
  hit.measured AS measured,
  hit.limit_value AS limit_value,
  hit.day AS day,
  script_line.patient_id AS patient_id,
  script_line.encounter_id AS encounter_id,
  script_line.line_id AS line_id,
  TRUE AS is_violating,
  script_line.amount AS amount
FROM hit
JOIN script_line
  ON script_line.rule = hit.rule AND script_line.variant = hit.variant
  AND script_line.encounter_id = hit.encounter_id AND script_line.prescription = hit.prescription
