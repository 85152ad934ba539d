-- What a patient gets of an item, or of items that count together, in the knowledge.days days up
-- to and including each day of use. Units and ranks as in patient_total.sql.
WITH member AS (
  SELECT
    knowledge.*,
    coalesce(partner, code) AS subject_key,
    dense_rank() OVER (ORDER BY rule, point, coalesce(partner, code)) AS unit,
    dense_rank() OVER (ORDER BY code) AS code_rank
  FROM knowledge
  WHERE shape = 'patient_total'
    AND {window} = 'rolling'
    AND days >= 1
    AND code IS NOT NULL
),
used AS (
  SELECT
    knowledge.unit AS unit,
    knowledge.code_rank AS code_rank,
    line.patient_id AS patient_id,
    line.day AS day,
    count(*) AS lines,
    sum(line.quantity) AS quantity,
    sum(line.amount) AS amount,
    sum(coalesce(line.days, 0)) AS supply,
    min(line.encounter_id) AS encounter_id,
    min(line.patient_sex) AS patient_sex,
    min(line.patient_born_on) AS patient_born_on,
    min(line.patient_died_on) AS patient_died_on
  FROM line
  JOIN member AS knowledge ON line.item_code = knowledge.code
  WHERE line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {applies}
  GROUP BY knowledge.unit, knowledge.code_rank, line.patient_id, line.day
),
event AS (
  SELECT
    unit, patient_id, day,
    min(code_rank) AS code_rank,
    min(encounter_id) AS encounter_id,
    day - lag(day) OVER (PARTITION BY unit, patient_id ORDER BY day) AS gap
  FROM used
  GROUP BY unit, patient_id, day
),
ending AS (
  SELECT event.*, knowledge.days AS length
  FROM event
  JOIN member AS knowledge
    ON knowledge.unit = event.unit AND knowledge.code_rank = event.code_rank
  WHERE event.day >= knowledge.valid_from
    AND event.day < knowledge.valid_to
),
total AS (
  SELECT
    ending.unit AS unit,
    ending.patient_id AS patient_id,
    ending.day AS day,
    min(ending.length) AS length,
    min(ending.code_rank) AS code_rank,
    min(ending.encounter_id) AS encounter_id,
    min(ending.gap) AS measure_gap,
    CAST(sum(used.lines) AS BIGINT) AS measure_count,
    {kinds:count(DISTINCT used.code_rank)} AS measure_kinds,
    CAST(sum(used.quantity) AS BIGINT) AS measure_quantity,
    CAST(sum(used.amount) AS BIGINT) AS measure_amount,
    {days:count(DISTINCT used.day)} AS measure_days,
    CAST(sum(used.supply) AS BIGINT) AS measure_supply,
    ending.day - min(used.day) + 1 AS measure_span,
    min(used.patient_sex) AS patient_sex,
    min(used.patient_born_on) AS patient_born_on,
    min(used.patient_died_on) AS patient_died_on
  FROM ending
  JOIN used ON used.unit = ending.unit AND used.patient_id = ending.patient_id
  WHERE used.day <= ending.day
    AND used.day > ending.day - ending.length
  GROUP BY ending.unit, ending.patient_id, ending.day
),
hit AS (
  SELECT
    line.unit AS unit,
    line.patient_id AS patient_id,
    line.day AS day,
    line.length AS length,
    line.encounter_id AS encounter_id,
    {measured} AS measured,
    {limit} AS limit_value
  FROM total AS line
  JOIN member AS knowledge
    ON knowledge.unit = line.unit AND knowledge.code_rank = line.code_rank
  WHERE line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {violates}
)
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  hit.patient_id AS subject1,
  knowledge.subject_key AS subject2,
  CAST(hit.day AS VARCHAR) AS subject3,
  '' AS subject4,
  hit.measured AS measured,
  hit.limit_value AS limit_value,
  hit.day AS day,
  hit.patient_id AS patient_id,
  hit.encounter_id AS encounter_id,
  line.line_id AS line_id,
  line.day = hit.day AS is_violating,
  line.amount AS amount
FROM hit
JOIN member AS knowledge ON knowledge.unit = hit.unit
JOIN line ON line.patient_id = hit.patient_id AND line.item_code = knowledge.code
WHERE line.day <= hit.day
  AND line.day > hit.day - hit.length
  AND line.day >= knowledge.valid_from
  AND line.day < knowledge.valid_to
  AND {applies}
