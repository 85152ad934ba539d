-- How often a patient comes in a month or a year of the calendar.
WITH started AS (
  SELECT
    knowledge.rule AS rule,
    encounter.patient_id AS patient_id,
    encounter.start_day AS day,
    count(*) AS visits,
    sum(encounter.lines_amount) AS amount,
    min(encounter.encounter_id) AS encounter_id,
    min(encounter.patient_sex) AS patient_sex,
    min(encounter.patient_born_on) AS patient_born_on,
    min(encounter.patient_died_on) AS patient_died_on,
    CAST(CASE {window}
      WHEN 'month' THEN year(DATE '1970-01-01' + CAST(encounter.start_day AS INTEGER)) * 100
                        + month(DATE '1970-01-01' + CAST(encounter.start_day AS INTEGER))
      ELSE year(DATE '1970-01-01' + CAST(encounter.start_day AS INTEGER))
    END AS BIGINT) AS period
  FROM encounter
  CROSS JOIN (
    SELECT DISTINCT rule, variant FROM knowledge
    WHERE shape = 'visits' AND {window} IN ('month', 'year')
  ) AS knowledge
  WHERE {applies}
  GROUP BY knowledge.rule, encounter.patient_id, encounter.start_day
),
total AS (
  SELECT
    rule, patient_id, period,
    max(day) AS day,
    CAST(sum(visits) AS BIGINT) AS measure_visits,
    min(patient_sex) AS patient_sex,
    min(patient_born_on) AS patient_born_on,
    min(patient_died_on) AS patient_died_on
  FROM started
  GROUP BY rule, patient_id, period
),
hit AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    encounter.patient_id AS patient_id,
    encounter.period AS period,
    encounter.day AS day,
    {measured} AS measured,
    {limit} AS limit_value
  FROM total AS encounter
  JOIN knowledge ON knowledge.rule = encounter.rule
  WHERE knowledge.shape = 'visits'
    AND encounter.day >= knowledge.valid_from
    AND encounter.day < knowledge.valid_to
    AND {violates}
)
SELECT
  hit.rule AS rule,
  hit.point AS point,
  hit.patient_id AS subject1,
  CAST(hit.period AS VARCHAR) AS subject2,
  '' AS subject3,
  '' AS subject4,
  hit.measured AS measured,
  hit.limit_value AS limit_value,
  hit.day AS day,
  hit.patient_id AS patient_id,
  started.encounter_id AS encounter_id,
  CAST(NULL AS VARCHAR) AS line_id,
  TRUE AS is_violating,
  CAST(started.amount AS BIGINT) AS amount
FROM hit
JOIN started
  ON started.rule = hit.rule AND started.patient_id = hit.patient_id AND started.day = hit.day
