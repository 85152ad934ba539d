-- Diagnoses with the number of their encounter.
SELECT d.* EXCLUDE (encounter_id, reason), k.number AS encounter_number, k.bucket
FROM ({rows}) d
JOIN encounter_key k ON k.encounter_id = d.encounter_id
WHERE d.reason IS NULL
