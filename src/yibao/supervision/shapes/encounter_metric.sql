-- Two sums over the lines of an encounter, compared. What violates may ask of the encounter is read
-- from the encounter itself, under the names that a line has for it.
WITH total AS (
{by_encounter}
),
own AS (
  SELECT DISTINCT rule FROM knowledge WHERE shape = 'encounter_metric' AND code IS NULL
),
metric AS (
  SELECT
    knowledge.rule AS rule,
    total.encounter_id AS encounter_id,
    {numerator} AS numerator,
    {denominator} AS denominator,
    {count} AS count
  FROM total
  JOIN encounter ON encounter.encounter_id = total.encounter_id
  CROSS JOIN own AS knowledge
  WHERE {count} > 0
    AND {scope}
),
place AS (
  SELECT
    {encounter_columns}
  FROM encounter
)
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  measure.encounter_id AS subject1,
  '' AS subject2,
  '' AS subject3,
  '' AS subject4,
  {measured} AS measured,
  {limit} AS limit_value,
  line.encounter_end_day AS day,
  line.patient_id AS patient_id,
  line.encounter_id AS encounter_id,
  CAST(NULL AS VARCHAR) AS line_id,
  FALSE AS is_violating,
  line.encounter_lines_amount AS amount
FROM metric AS measure
JOIN place AS line ON line.encounter_id = measure.encounter_id
JOIN knowledge ON knowledge.rule = measure.rule
WHERE knowledge.shape = 'encounter_metric'
  AND knowledge.code IS NULL
  AND line.encounter_end_day >= knowledge.valid_from
  AND line.encounter_end_day < knowledge.valid_to
  AND {violates}
