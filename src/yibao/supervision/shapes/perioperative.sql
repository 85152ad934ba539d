-- Items that are not near any operation of the incision class that their row is about.
-- One group is one line under one row; all operations of the encounter with that class are seen.
WITH far AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.partner AS partner,
    line.item_code AS item_code,
    line.patient_id AS patient_id,
    line.encounter_id AS encounter_id,
    line.line_id AS line_id,
    line.day AS day,
    line.amount AS amount
  FROM line
  JOIN knowledge ON line.item_code = knowledge.code
  JOIN source_operation AS operation
    ON operation.encounter_id = line.encounter_id AND operation.incision = knowledge.partner
  WHERE knowledge.shape = 'perioperative'
    AND operation.minute IS NOT NULL
    AND knowledge.low IS NOT NULL
    AND knowledge.high IS NOT NULL
    AND line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {applies}
    AND {violates}
  GROUP BY
    knowledge.rule, knowledge.point, knowledge.partner, line.item_code, line.patient_id,
    line.encounter_id, line.line_id, line.day, line.amount
  HAVING max(
    CASE
      WHEN line.minute BETWEEN operation.minute - knowledge.low
        AND operation.minute + knowledge.high
      THEN 1 ELSE 0
    END
  ) = 0
),
wrong AS (
  SELECT DISTINCT rule, point, item_code, patient_id, encounter_id, line_id, day, amount FROM far
)
SELECT
  rule AS rule,
  point AS point,
  encounter_id AS subject1,
  item_code AS subject2,
  '' AS subject3,
  '' AS subject4,
  count(*) OVER (PARTITION BY rule, point, encounter_id, item_code) AS measured,
  NULL AS limit_value,
  max(day) OVER (PARTITION BY rule, point, encounter_id, item_code) AS day,
  patient_id AS patient_id,
  encounter_id AS encounter_id,
  line_id AS line_id,
  TRUE AS is_violating,
  amount AS amount
FROM wrong
