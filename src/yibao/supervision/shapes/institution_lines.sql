-- Sums over lines for each institution and month: of encounters first, once for all rules.
SELECT
  knowledge.rule AS rule,
  encounter.institution_id AS institution_id,
  CAST(year(DATE '1970-01-01' + CAST(encounter.end_day AS INTEGER)) * 100
    + month(DATE '1970-01-01' + CAST(encounter.end_day AS INTEGER)) AS BIGINT) AS period,
  max(encounter.end_day) AS last_day,
  CAST(sum({numerator}) AS BIGINT) AS numerator,
  CAST(sum({denominator}) AS BIGINT) AS denominator,
  CAST(sum({count}) AS BIGINT) AS count
FROM (
{by_encounter}
) AS total
JOIN encounter ON encounter.encounter_id = total.encounter_id
CROSS JOIN (
  SELECT DISTINCT rule FROM knowledge
  WHERE shape = 'institution_metric' AND rule IN ({rules})
) AS knowledge
WHERE {count} > 0
  AND {scope}
GROUP BY
  knowledge.rule, encounter.institution_id,
  CAST(year(DATE '1970-01-01' + CAST(encounter.end_day AS INTEGER)) * 100
    + month(DATE '1970-01-01' + CAST(encounter.end_day AS INTEGER)) AS BIGINT)
