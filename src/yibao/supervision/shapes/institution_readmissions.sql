-- Stays that ended, and those after which the patient came again. next_start: the first later stay.
SELECT
  rule,
  institution_id,
  CAST(year(DATE '1970-01-01' + CAST(end_day AS INTEGER)) * 100
    + month(DATE '1970-01-01' + CAST(end_day AS INTEGER)) AS BIGINT) AS period,
  max(end_day) AS last_day,
  CAST(sum(CASE WHEN next_start - end_day <= days THEN 1 ELSE 0 END) AS BIGINT) AS numerator,
  count(*) AS denominator,
  count(*) AS count
FROM (
  SELECT
    knowledge.rule AS rule,
    knowledge.days AS days,
    knowledge.valid_from AS valid_from,
    knowledge.valid_to AS valid_to,
    encounter.institution_id AS institution_id,
    encounter.end_day AS end_day,
    lead(encounter.start_day) OVER (
      PARTITION BY knowledge.rule, knowledge.point, knowledge.valid_from, encounter.institution_id,
        encounter.patient_id
      ORDER BY encounter.start_day, encounter.end_day, encounter.encounter_id
    ) AS next_start
  FROM encounter
  CROSS JOIN knowledge
  WHERE knowledge.shape = 'institution_metric'
    AND knowledge.rule IN ({rules})
    AND NOT encounter.is_open
    AND {applies}
) stays
WHERE end_day >= valid_from AND end_day < valid_to
GROUP BY
  rule, institution_id,
  CAST(year(DATE '1970-01-01' + CAST(end_day AS INTEGER)) * 100
    + month(DATE '1970-01-01' + CAST(end_day AS INTEGER)) AS BIGINT)
