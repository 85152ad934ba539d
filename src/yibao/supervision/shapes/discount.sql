-- Second and later items of a group on one day of an encounter, billed above their percentage.
-- exempt: the dearest line of each group and day; ties go to the smallest line id.
WITH member AS (
  SELECT DISTINCT
    knowledge.rule AS rule,
    knowledge.partner AS partner,
    line.encounter_id AS encounter_id,
    line.day AS day,
    line.line_id AS line_id,
    line.list_amount AS list_amount,
    line.amount AS amount
  FROM line
  JOIN knowledge ON line.item_code = knowledge.code
  WHERE knowledge.shape = 'discount'
    AND knowledge.partner IS NOT NULL
    AND line.list_amount IS NOT NULL
    AND line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {applies}
),
ranked AS (
  SELECT
    rule, partner, encounter_id, day, line_id, amount,
    row_number() OVER (
      PARTITION BY rule, partner, encounter_id, day ORDER BY list_amount DESC, line_id
    ) AS place,
    count(*) OVER (PARTITION BY rule, partner, encounter_id, day) AS members
  FROM member
),
exempt AS (
  SELECT rule, partner, encounter_id, day, line_id, amount FROM ranked
  WHERE place = 1 AND members > 1
),
hit AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    line.line_id AS line_id,
    line.amount AS amount,
    coalesce({measured}, line.amount) AS measured,
    coalesce(
      {limit}, CAST(floor((line.list_amount * knowledge.cap + 50) / 100) AS BIGINT)
    ) AS limit_value,
    line.day AS day,
    line.patient_id AS patient_id,
    line.encounter_id AS encounter_id,
    exempt.line_id AS exempt_line_id,
    exempt.amount AS exempt_amount
  FROM exempt
  JOIN line ON line.encounter_id = exempt.encounter_id AND line.day = exempt.day
  JOIN knowledge
    ON knowledge.code = line.item_code AND knowledge.rule = exempt.rule
    AND knowledge.partner = exempt.partner
  WHERE knowledge.shape = 'discount'
    AND line.line_id <> exempt.line_id
    AND line.list_amount IS NOT NULL
    AND line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND line.amount > floor((line.list_amount * knowledge.cap + 50) / 100)
    AND {applies}
    AND {violates}
)
SELECT
  rule, point, line_id AS subject1, '' AS subject2, '' AS subject3, '' AS subject4,
  measured, limit_value, day, patient_id, encounter_id,
  line_id AS line_id, TRUE AS is_violating, amount AS amount
FROM hit
UNION ALL
SELECT
  rule, point, line_id AS subject1, '' AS subject2, '' AS subject3, '' AS subject4,
  measured, limit_value, day, patient_id, encounter_id,
  exempt_line_id AS line_id, FALSE AS is_violating, exempt_amount AS amount
FROM hit
