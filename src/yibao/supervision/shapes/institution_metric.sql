-- An institution's indicator of a month against its reference, once there is enough to count.
WITH institution_part AS (
{part}
),
measure AS (
  SELECT
    rule, institution_id, period,
    max(last_day) AS last_day,
    CAST(sum(numerator) AS BIGINT) AS numerator,
    CAST(sum(denominator) AS BIGINT) AS denominator,
    CAST(sum(count) AS BIGINT) AS count
  FROM institution_part
  GROUP BY rule, institution_id, period
)
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  measure.institution_id AS subject1,
  CAST(measure.period AS VARCHAR) AS subject2,
  '' AS subject3,
  '' AS subject4,
  {measured} AS measured,
  {limit} AS limit_value,
  measure.last_day AS day,
  '' AS patient_id,
  '' AS encounter_id,
  CAST(NULL AS VARCHAR) AS line_id,
  FALSE AS is_violating,
  CAST(0 AS BIGINT) AS amount
FROM measure
JOIN knowledge ON knowledge.rule = measure.rule
WHERE knowledge.shape = 'institution_metric'
  AND measure.count >= coalesce(knowledge.low, 1)
  AND measure.last_day >= knowledge.valid_from
  AND measure.last_day < knowledge.valid_to
  AND {violates}
