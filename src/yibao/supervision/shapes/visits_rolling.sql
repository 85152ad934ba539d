-- How often a patient comes in the knowledge.days days up to and including each first day.
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
    min(encounter.patient_died_on) AS patient_died_on
  FROM encounter
  CROSS JOIN (
    SELECT DISTINCT rule, variant FROM knowledge
    WHERE shape = 'visits' AND {window} = 'rolling' AND days >= 1
  ) AS knowledge
  WHERE {applies}
  GROUP BY knowledge.rule, encounter.patient_id, encounter.start_day
),
total AS (
  SELECT
    ending.rule AS rule,
    ending.patient_id AS patient_id,
    ending.day AS day,
    ending.amount AS amount,
    ending.encounter_id AS encounter_id,
    ending.patient_sex AS patient_sex,
    ending.patient_born_on AS patient_born_on,
    ending.patient_died_on AS patient_died_on,
    knowledge.point AS point,
    CAST(sum(started.visits) AS BIGINT) AS measure_visits
  FROM started AS ending
  JOIN knowledge ON knowledge.rule = ending.rule
  JOIN started ON started.rule = ending.rule AND started.patient_id = ending.patient_id
  WHERE knowledge.shape = 'visits'
    AND knowledge.days >= 1
    AND ending.day >= knowledge.valid_from
    AND ending.day < knowledge.valid_to
    AND started.day <= ending.day
    AND started.day > ending.day - knowledge.days
  GROUP BY
    ending.rule, ending.patient_id, ending.day, ending.amount, ending.encounter_id,
    ending.patient_sex, ending.patient_born_on, ending.patient_died_on, knowledge.point
)
SELECT
  encounter.rule AS rule,
  encounter.point AS point,
  encounter.patient_id AS subject1,
  CAST(encounter.day AS VARCHAR) AS subject2,
  '' AS subject3,
  '' AS subject4,
  {measured} AS measured,
  {limit} AS limit_value,
  encounter.day AS day,
  encounter.patient_id AS patient_id,
  encounter.encounter_id AS encounter_id,
  CAST(NULL AS VARCHAR) AS line_id,
  TRUE AS is_violating,
  CAST(encounter.amount AS BIGINT) AS amount
FROM total AS encounter
JOIN knowledge ON knowledge.rule = encounter.rule AND knowledge.point = encounter.point
WHERE knowledge.shape = 'visits'
  AND knowledge.days >= 1
  AND encounter.day >= knowledge.valid_from
  AND encounter.day < knowledge.valid_to
  AND {violates}
