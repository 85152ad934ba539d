-- A drug handed out while an earlier one of its class still lasts. A window function finds the
-- uses that any earlier supply reaches into; only these are then joined to the earlier uses.
WITH member AS (
  SELECT DISTINCT rule, variant, partner AS class, code AS item_code
  FROM knowledge
  WHERE shape = 'overlap' AND {by} = 'class' AND code IS NOT NULL AND partner IS NOT NULL
),
used AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.class AS class,
    line.patient_id AS patient_id,
    line.item_code AS item_code,
    line.day AS day,
    max(line.day + line.days) AS until_day,
    min(line.encounter_id) AS encounter_id
  FROM line
  JOIN member AS knowledge ON line.item_code = knowledge.item_code
  WHERE line.days > 0
    AND {applies}
  GROUP BY knowledge.rule, knowledge.class, line.patient_id, line.item_code, line.day
),
ordered AS (
  SELECT
    used.*,
    max(until_day) OVER (
      PARTITION BY rule, class, patient_id ORDER BY day, item_code
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS supplied_until
  FROM used
),
meeting AS (
  SELECT
    later.rule AS rule,
    later.class AS class,
    later.patient_id AS patient_id,
    later.item_code AS item_code,
    later.day AS day,
    later.encounter_id AS encounter_id,
    earlier.item_code AS earlier_code,
    earlier.day AS earlier_day,
    earlier.until_day AS until_day
  FROM ordered AS later
  JOIN used AS earlier
    ON earlier.rule = later.rule AND earlier.class = later.class
    AND earlier.patient_id = later.patient_id
  WHERE later.supplied_until > later.day
    AND earlier.until_day > later.day
    AND (earlier.day < later.day
         OR (earlier.day = later.day AND earlier.item_code < later.item_code))
    AND EXISTS (
      SELECT 1 FROM knowledge AS other
      WHERE other.rule = later.rule AND other.partner = later.class
        AND other.code = earlier.item_code
        AND later.day >= other.valid_from AND later.day < other.valid_to
    )
),
overlapped AS (
  SELECT
    rule, class, patient_id, item_code, day, encounter_id,
    max(until_day) - day AS days
  FROM meeting
  GROUP BY rule, class, patient_id, item_code, day, encounter_id
),
hit AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.variant AS variant,
    measure.class AS class,
    measure.patient_id AS patient_id,
    measure.item_code AS item_code,
    measure.day AS day,
    measure.encounter_id AS encounter_id,
    {measured} AS measured,
    {limit} AS limit_value
  FROM overlapped AS measure
  JOIN knowledge
    ON knowledge.rule = measure.rule AND knowledge.partner = measure.class
    AND knowledge.code = measure.item_code
  WHERE knowledge.shape = 'overlap'
    AND {by} = 'class'
    AND measure.day >= knowledge.valid_from
    AND measure.day < knowledge.valid_to
    AND {violates}
),
side AS (
  SELECT hit.*, item_code AS line_code, day AS line_day, TRUE AS is_violating
  FROM hit
  UNION ALL
  SELECT
    hit.*, meeting.earlier_code AS line_code, meeting.earlier_day AS line_day,
    FALSE AS is_violating
  FROM hit
  JOIN meeting
    ON meeting.rule = hit.rule AND meeting.class = hit.class
    AND meeting.patient_id = hit.patient_id AND meeting.item_code = hit.item_code
    AND meeting.day = hit.day
)
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  knowledge.patient_id AS subject1,
  knowledge.class AS subject2,
  knowledge.item_code AS subject3,
  CAST(knowledge.day AS VARCHAR) AS subject4,
  knowledge.measured AS measured,
  knowledge.limit_value AS limit_value,
  knowledge.day AS day,
  knowledge.patient_id AS patient_id,
  knowledge.encounter_id AS encounter_id,
  line.line_id AS line_id,
  knowledge.is_violating AS is_violating,
  line.amount AS amount
FROM side AS knowledge
JOIN line
  ON line.patient_id = knowledge.patient_id AND line.item_code = knowledge.line_code
  AND line.day = knowledge.line_day
WHERE line.days > 0
  AND (knowledge.is_violating OR line.day + line.days > knowledge.day)
  AND {applies}
