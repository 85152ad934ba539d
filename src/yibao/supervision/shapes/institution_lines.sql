-- Sums over lines for each institution and month.
SELECT
  knowledge.rule AS rule,
  line.institution_id AS institution_id,
  CAST(year(DATE '1970-01-01' + CAST(line.encounter_end_day AS INTEGER)) * 100
    + month(DATE '1970-01-01' + CAST(line.encounter_end_day AS INTEGER)) AS BIGINT) AS period,
  max(line.encounter_end_day) AS last_day,
  CAST(sum({numerator}) AS BIGINT) AS numerator,
  CAST(sum({denominator}) AS BIGINT) AS denominator,
  count(*) AS count
FROM every_line AS line
CROSS JOIN (
  SELECT DISTINCT rule, variant FROM knowledge WHERE shape = 'institution_metric' AND rule IN ({rules})
) AS knowledge
WHERE {applies}
GROUP BY
  knowledge.rule, line.institution_id,
  CAST(year(DATE '1970-01-01' + CAST(line.encounter_end_day AS INTEGER)) * 100
    + month(DATE '1970-01-01' + CAST(line.encounter_end_day AS INTEGER)) AS BIGINT)
