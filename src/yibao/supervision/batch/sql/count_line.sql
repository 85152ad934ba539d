-- How many usable lines each bucket has.
SELECT k.bucket, count(*)
FROM ({rows}) l
JOIN encounter_key k ON k.encounter_id = l.encounter_id
WHERE l.reason IS NULL
GROUP BY k.bucket
