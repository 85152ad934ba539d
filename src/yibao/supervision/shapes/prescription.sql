-- Prescriptions against the rules' own rows, as known on the first day of the prescription.
WITH own AS (
  SELECT DISTINCT rule, variant FROM knowledge WHERE shape = 'prescription' AND code IS NULL
),
total AS (
  SELECT
    knowledge.rule AS rule,
    line.encounter_id AS encounter_id,
    line.prescription AS prescription,
    min(line.day) AS first_day,
    count(*) AS count,
    {kinds:count(DISTINCT line.item_code)} AS kinds,
    0 AS listed,
    CAST(sum(line.quantity) AS BIGINT) AS quantity,
    CAST(sum(line.amount) AS BIGINT) AS amount,
    {days:count(DISTINCT line.day)} AS days,
    max(coalesce(line.days, 0)) AS supply,
    max(line.day) - min(line.day) + 1 AS span
  FROM every_line AS line
  CROSS JOIN own AS knowledge
  WHERE line.prescription IS NOT NULL
    AND {applies}
  GROUP BY knowledge.rule, line.encounter_id, line.prescription
),
hit AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    measure.encounter_id AS encounter_id,
    measure.prescription AS prescription,
    measure.first_day AS day,
    {measured} AS measured,
    {limit} AS limit_value
  FROM total AS measure
  JOIN knowledge ON knowledge.rule = measure.rule
  WHERE knowledge.shape = 'prescription'
    AND knowledge.code IS NULL
    AND measure.first_day >= knowledge.valid_from
    AND measure.first_day < knowledge.valid_to
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
  line.patient_id AS patient_id,
  line.encounter_id AS encounter_id,
  line.line_id AS line_id,
  TRUE AS is_violating,
  line.amount AS amount
FROM hit
JOIN own AS knowledge ON knowledge.rule = hit.rule
JOIN every_line AS line
  ON line.encounter_id = hit.encounter_id AND line.prescription = hit.prescription
WHERE {applies}
