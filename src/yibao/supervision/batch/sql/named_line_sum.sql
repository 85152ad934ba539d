-- The sums over the lines of encounters, with the own names of encounter and patient.
SELECT e.own_name, s.lines_amount, s.line_count, p.own_name AS patient_id
FROM line_sum s
JOIN encounter_done e ON e.encounter_id = s.encounter_id
JOIN patient_number p ON p.patient_id = e.patient_id
