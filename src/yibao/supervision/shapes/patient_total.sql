-- What a patient gets of an item, or of items that count together, in a day, a month or a year.
-- member: what counts together has one number (unit), so has each item code (rank). used: one row
-- for a patient, item and day. The lines are read again for the few totals beyond their limit.
WITH member AS (
  SELECT
    knowledge.*,
    coalesce(partner, code) AS subject_key,
    CASE {window} WHEN 'day' THEN 1 WHEN 'month' THEN 2 ELSE 3 END AS span,
    dense_rank() OVER (ORDER BY rule, point, coalesce(partner, code)) AS unit,
    dense_rank() OVER (ORDER BY code) AS code_rank
  FROM knowledge
  WHERE shape = 'patient_total'
    AND {window} IN ('day', 'month', 'year')
    AND code IS NOT NULL
),
used AS (
  SELECT
    knowledge.unit AS unit,
    knowledge.code_rank AS code_rank,
    line.patient_id AS patient_id,
    line.day AS day,
    CASE knowledge.span
      WHEN 1 THEN line.day
      WHEN 2 THEN year(DATE '1970-01-01' + CAST(line.day AS INTEGER)) * 100
                  + month(DATE '1970-01-01' + CAST(line.day AS INTEGER))
      ELSE year(DATE '1970-01-01' + CAST(line.day AS INTEGER))
    END AS period,
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
  GROUP BY
    knowledge.unit, knowledge.code_rank, line.patient_id, line.day,
    CASE knowledge.span
      WHEN 1 THEN line.day
      WHEN 2 THEN year(DATE '1970-01-01' + CAST(line.day AS INTEGER)) * 100
                  + month(DATE '1970-01-01' + CAST(line.day AS INTEGER))
      ELSE year(DATE '1970-01-01' + CAST(line.day AS INTEGER))
    END
),
total AS (
  SELECT
    unit, patient_id, period,
    max(day) AS day,
    min(day) AS first_day,
    -- The smallest code of the last day, in one number with how far that day is from the end.
    min((9000000 - day) * 1000000 + code_rank) AS head,
    CAST(sum(lines) AS BIGINT) AS measure_count,
    {kinds:count(DISTINCT code_rank)} AS measure_kinds,
    CAST(sum(quantity) AS BIGINT) AS measure_quantity,
    CAST(sum(amount) AS BIGINT) AS measure_amount,
    {days:count(DISTINCT day)} AS measure_days,
    CAST(sum(supply) AS BIGINT) AS measure_supply,
    max(day) - min(day) + 1 AS measure_span,
    CAST(NULL AS BIGINT) AS measure_gap,
    min(patient_sex) AS patient_sex,
    min(patient_born_on) AS patient_born_on,
    min(patient_died_on) AS patient_died_on
  FROM used
  GROUP BY unit, patient_id, period
),
broken AS (
  SELECT
    line.unit AS unit,
    line.patient_id AS patient_id,
    line.period AS period,
    line.first_day AS first_day,
    line.day AS day,
    {measured} AS measured,
    {limit} AS limit_value
  FROM total AS line
  JOIN member AS knowledge
    ON knowledge.unit = line.unit
    AND knowledge.code_rank = line.head - (9000000 - line.day) * 1000000
  WHERE line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {violates}
),
hit AS (
  SELECT
    broken.unit, broken.patient_id, broken.period, broken.first_day, broken.day,
    broken.measured, broken.limit_value,
    min(used.encounter_id) AS encounter_id
  FROM broken
  JOIN used
    ON used.unit = broken.unit AND used.patient_id = broken.patient_id
    AND used.day = broken.day
  GROUP BY
    broken.unit, broken.patient_id, broken.period, broken.first_day, broken.day,
    broken.measured, broken.limit_value
)
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  hit.patient_id AS subject1,
  knowledge.subject_key AS subject2,
  CAST(hit.period AS VARCHAR) AS subject3,
  '' AS subject4,
  hit.measured AS measured,
  hit.limit_value AS limit_value,
  hit.day AS day,
  hit.patient_id AS patient_id,
  hit.encounter_id AS encounter_id,
  line.line_id AS line_id,
  TRUE AS is_violating,
  line.amount AS amount
FROM hit
JOIN member AS knowledge ON knowledge.unit = hit.unit
JOIN line ON line.patient_id = hit.patient_id AND line.item_code = knowledge.code
WHERE line.day >= hit.first_day
  AND line.day <= hit.day
  AND line.day >= knowledge.valid_from
  AND line.day < knowledge.valid_to
  AND {applies}
