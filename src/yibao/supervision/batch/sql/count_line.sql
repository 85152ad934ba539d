-- How many usable lines each bucket has.
SELECT k.bucket, count(*)
FROM ({rows}) l
JOIN encounter_key k ON k.encounter_id = l.encounter_id
WHERE {usable}
GROUP BY k.bucket
