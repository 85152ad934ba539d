-- Lines of known items with the number of their encounter; a line without an encounter stays out.
SELECT {columns}, k.number AS encounter_number, k.bucket
FROM ({rows}) l
JOIN encounter_key k ON k.encounter_id = l.encounter_id
WHERE {usable} AND l.item_code IN (SELECT code FROM known_code)
