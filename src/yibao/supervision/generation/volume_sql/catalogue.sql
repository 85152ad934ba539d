-- The catalogue of items by rank: known codes spread evenly over the ranks, invented ones between them.
-- The known ones stand a little further up: what is published is what is used. An item that is for one
-- sex, for children, or restricted to stays in large hospitals is given elsewhere in 2 of 100 cases
-- only: ``choice`` has what comes in its place.
CREATE TABLE catalogue AS
WITH invented AS (
  SELECT
    CASE WHEN h % 10 < 5
      THEN 'X' || chr(CAST(65 + h % 19 AS INTEGER)) || lpad(CAST((h // 7) % 100 AS VARCHAR), 2, '0')
           || chr(CAST(65 + (h // 11) % 26 AS INTEGER)) || chr(CAST(65 + (h // 13) % 26 AS INTEGER))
           || chr(CAST(65 + (h // 17) % 26 AS INTEGER)) || lpad(CAST((h // 19) % 1000 AS VARCHAR), 3, '0')
           || 'A' || lpad(CAST(hash(h, 1) % CAST(1000000000000 AS UBIGINT) AS VARCHAR), 12, '0')
      WHEN h % 10 < 7 THEN lpad(CAST(hash(h, 2) % CAST(1000000000000000 AS UBIGINT) AS VARCHAR), 15, '0')
      WHEN h % 10 < 9 THEN 'C' || lpad(CAST(hash(h, 3) % CAST(1000000000000000000 AS UBIGINT) AS VARCHAR), 19, '0')
      ELSE 'T' || lpad(CAST(hash(h, 4) % CAST(1000000000 AS UBIGINT) AS VARCHAR), 9, '0') END AS item_code,
    CASE WHEN h % 10 < 5 THEN 'drug' WHEN h % 10 < 7 THEN 'service'
         WHEN h % 10 < 9 THEN 'consumable' ELSE 'decoction' END AS item_kind,
    h
  FROM (SELECT hash(range) AS h FROM range({items} - (SELECT count(*) FROM known_code)))
), all_items AS (
  SELECT item_code, item_kind, sex, is_for_children, is_restricted, pow(hash(item_code) % 1000003 / 1000003.0, 2.6) AS place FROM known_code
  UNION ALL
  SELECT item_code, item_kind, NULL, FALSE, FALSE, hash(h) % 1000003 / 1000003.0 FROM invented
)
SELECT
  row_number() OVER (ORDER BY place, item_code) - 1 AS rank,
  item_code,
  item_kind,
  sex,
  is_for_children,
  is_restricted,
  CAST(floor(exp((hash(item_code, 5) % 1000003 / 1000003.0) * 8 - 1) * 1000000) AS BIGINT) AS unit_price,
  CASE item_kind WHEN 'drug' THEN '09' WHEN 'decoction' THEN '10' WHEN 'consumable' THEN '08'
    ELSE lpad(CAST(1 + hash(item_code, 6) % 7 AS VARCHAR), 2, '0') END AS charge_class
FROM all_items;
CREATE TABLE choice AS
SELECT 0 AS audience, rank, item_code, item_kind, unit_price, charge_class FROM catalogue
UNION ALL
SELECT
  1 + group_sex + 2 * group_child + 4 * group_small,
  rank,
  fitting.item_code,
  fitting.item_kind,
  fitting.unit_price,
  fitting.charge_class
FROM (
  SELECT
    rank,
    group_sex,
    group_child,
    group_small,
    last_value(
      CASE WHEN coalesce(sex, CAST(group_sex + 1 AS VARCHAR)) = CAST(group_sex + 1 AS VARCHAR)
                AND (group_child = 1 OR NOT is_for_children)
                AND (group_small = 0 OR NOT is_restricted)
        THEN struct_pack(
          item_code := item_code, item_kind := item_kind, unit_price := unit_price, charge_class := charge_class
        ) END IGNORE NULLS
    ) OVER (PARTITION BY group_sex, group_child, group_small ORDER BY rank) AS fitting
  FROM catalogue, range(2) AS sexes(group_sex), range(2) AS children(group_child),
    range(2) AS sizes(group_small)
)
WHERE fitting IS NOT NULL
