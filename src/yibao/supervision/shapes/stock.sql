-- Charged against available, for institution, item and period.
WITH stock_part AS (
{part}
),
charged AS (
  SELECT
    rule, institution_id, item_code, period_start,
    CAST(sum(quantity) AS BIGINT) AS quantity,
    max(day) AS last_day
  FROM stock_part
  GROUP BY rule, institution_id, item_code, period_start
),
measure AS (
  SELECT
    charged.rule AS rule,
    charged.institution_id AS institution_id,
    charged.item_code AS item_code,
    charged.period_start AS period_start,
    charged.last_day AS last_day,
    charged.quantity AS quantity,
    inventory.opening + inventory.purchased + coalesce(inventory.other_in, 0)
      - coalesce(inventory.other_out, 0) AS available
  FROM charged
  JOIN inventory
    ON inventory.institution_id = charged.institution_id AND inventory.item_code = charged.item_code
    AND inventory.period_start = charged.period_start
),
hit AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    measure.institution_id AS institution_id,
    measure.item_code AS item_code,
    measure.period_start AS period_start,
    measure.last_day AS day,
    {measured} AS measured,
    {limit} AS limit_value
  FROM measure
  JOIN knowledge ON knowledge.rule = measure.rule
  WHERE knowledge.shape = 'stock'
    AND measure.last_day >= knowledge.valid_from
    AND measure.last_day < knowledge.valid_to
    AND {violates}
),
place AS (
  SELECT
    stock_part.rule AS rule,
    stock_part.institution_id AS institution_id,
    stock_part.item_code AS item_code,
    stock_part.period_start AS period_start,
    min(stock_part.encounter_id) AS encounter_id
  FROM stock_part
  JOIN hit
    ON hit.rule = stock_part.rule AND hit.institution_id = stock_part.institution_id
    AND hit.item_code = stock_part.item_code AND hit.period_start = stock_part.period_start
    AND hit.day = stock_part.day
  GROUP BY
    stock_part.rule, stock_part.institution_id, stock_part.item_code, stock_part.period_start
)
SELECT
  hit.rule AS rule,
  hit.point AS point,
  hit.institution_id AS subject1,
  hit.item_code AS subject2,
  CAST(hit.period_start AS VARCHAR) AS subject3,
  '' AS subject4,
  hit.measured AS measured,
  hit.limit_value AS limit_value,
  hit.day AS day,
  '' AS patient_id,
  place.encounter_id AS encounter_id,
  stock_part.line_id AS line_id,
  TRUE AS is_violating,
  stock_part.amount AS amount
FROM hit
JOIN place
  ON place.rule = hit.rule AND place.institution_id = hit.institution_id
  AND place.item_code = hit.item_code AND place.period_start = hit.period_start
JOIN stock_part
  ON stock_part.rule = hit.rule AND stock_part.institution_id = hit.institution_id
  AND stock_part.item_code = hit.item_code AND stock_part.period_start = hit.period_start
