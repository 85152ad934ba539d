-- Lines with the numbers of their encounter and item; a line without an encounter stays out.
SELECT l.* EXCLUDE (encounter_id, item_code, reason), k.number AS encounter_number, i.number AS item, k.bucket
FROM ({rows}) l
JOIN encounter_key k ON k.encounter_id = l.encounter_id
JOIN item i ON i.item_code = l.item_code
WHERE l.reason IS NULL
