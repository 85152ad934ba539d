-- The lines of one bucket whose item the knowledge names, straight from their input.
SELECT {columns}, l.item_code, n.encounter_number
FROM ({rows}) l
JOIN encounter_number n ON n.own_name = l.encounter_id
WHERE {usable} AND l.item_code IN (SELECT code FROM main.known_code)
