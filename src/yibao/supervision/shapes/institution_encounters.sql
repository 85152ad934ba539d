-- Sums over encounters for each institution and month.
SELECT
  knowledge.rule AS rule,
  encounter.institution_id AS institution_id,
  CAST(year(DATE '1970-01-01' + CAST(encounter.end_day AS INTEGER)) * 100
    + month(DATE '1970-01-01' + CAST(encounter.end_day AS INTEGER)) AS BIGINT) AS period,
  max(encounter.end_day) AS last_day,
  CAST(sum({numerator}) AS BIGINT) AS numerator,
  CAST(sum({denominator}) AS BIGINT) AS denominator,
  count(*) AS count
FROM encounter
CROSS JOIN (
  SELECT DISTINCT rule, variant FROM knowledge WHERE shape = 'institution_metric' AND rule IN ({rules})
) AS knowledge
WHERE {applies}
GROUP BY
  knowledge.rule, encounter.institution_id,
  CAST(year(DATE '1970-01-01' + CAST(encounter.end_day AS INTEGER)) * 100
    + month(DATE '1970-01-01' + CAST(encounter.end_day AS INTEGER)) AS BIGINT)
