-- Numbers for item codes that were not seen before.
INSERT INTO item
SELECT CAST(row_number() OVER () + (SELECT count(*) FROM item) AS INTEGER), item_code
FROM (SELECT DISTINCT item_code FROM ({rows}) WHERE item_code IS NOT NULL)
WHERE item_code NOT IN (SELECT item_code FROM item)
