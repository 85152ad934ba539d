-- What a shape across patients needs, with the own names of encounters and patients.
SELECT part.* REPLACE (e.own_name AS encounter_id, p.own_name AS patient_id)
FROM ({part}) part
JOIN short_name e ON e.name = part.encounter_id
JOIN short_name p ON p.name = part.patient_id
