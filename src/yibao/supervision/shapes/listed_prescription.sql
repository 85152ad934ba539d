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
total AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.variant AS variant,
    line.encounter_id AS encounter_id,
    line.prescription AS prescription,
    min(line.day) AS first_day,
    count(*) AS count,
    count(DISTINCT line.item_code) AS kinds,
    max(knowledge.listed) AS listed,
    CAST(sum(line.quantity) AS BIGINT) AS quantity,
    CAST(sum(line.amount) AS BIGINT) AS amount,
    count(DISTINCT line.day) AS days,
    max(coalesce(line.days, 0)) AS supply,
    max(line.day) - min(line.day) + 1 AS span
  FROM script AS knowledge
  JOIN every_line AS line
    ON line.encounter_id = knowledge.encounter_id AND line.prescription = knowledge.prescription
  WHERE {applies}
  GROUP BY knowledge.rule, knowledge.variant, line.encounter_id, line.prescription
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
  knowledge.rule AS rule,
  knowledge.point AS point,
  knowledge.encounter_id AS subject1,
  knowledge.prescription AS subject2,
  '' AS subject3,
  '' AS subject4,
  knowledge.measured AS measured,
  knowledge.limit_value AS limit_value,
  knowledge.day AS day,
  line.patient_id AS patient_id,
  line.encounter_id AS encounter_id,
  line.line_id AS line_id,
  TRUE AS is_violating,
  line.amount AS amount
FROM hit AS knowledge
JOIN every_line AS line
  ON line.encounter_id = knowledge.encounter_id AND line.prescription = knowledge.prescription
WHERE {applies}
