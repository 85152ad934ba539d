-- The lines of one bucket straight from their input, as far as rules look at every line.
SELECT {columns}, n.encounter_number
FROM ({rows}) l
JOIN encounter_number n ON n.own_name = l.encounter_id
WHERE {usable}
