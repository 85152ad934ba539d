-- Lines that share a trace code: the first is what the others repeat.
WITH trace_part AS (
{part}
),
repeated AS (
  SELECT rule, trace_code FROM trace_part GROUP BY rule, trace_code HAVING count(*) > 1
),
place AS (
  SELECT
    trace_part.*,
    row_number() OVER (
      PARTITION BY trace_part.rule, trace_part.trace_code
      ORDER BY trace_part.minute, trace_part.line_id
    ) AS place
  FROM trace_part
  JOIN repeated
    ON repeated.rule = trace_part.rule AND repeated.trace_code = trace_part.trace_code
)
SELECT
  second.rule AS rule,
  second.point AS point,
  second.trace_code AS subject1,
  '' AS subject2,
  '' AS subject3,
  '' AS subject4,
  CAST(NULL AS BIGINT) AS measured,
  CAST(NULL AS BIGINT) AS limit_value,
  second.day AS day,
  second.patient_id AS patient_id,
  second.encounter_id AS encounter_id,
  place.line_id AS line_id,
  place.place > 1 AS is_violating,
  place.amount AS amount
FROM place AS second
JOIN place ON place.rule = second.rule AND place.trace_code = second.trace_code
WHERE second.place = 2
