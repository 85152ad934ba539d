-- What was settled for an encounter, all settlements together.
SELECT k.number AS encounter_number, CAST(sum(s.total_amount) AS BIGINT) AS total_amount, k.bucket
FROM ({rows}) s
JOIN encounter_key k ON k.encounter_id = s.encounter_id
WHERE s.reason IS NULL
GROUP BY k.number, k.bucket
