-- Hits with the own names of encounters and patients.
CREATE TABLE named_hit AS
SELECT
  h.rule,
  h.point,
  coalesce(s1.own_name, h.subject1) AS subject1,
  coalesce(s2.own_name, h.subject2) AS subject2,
  coalesce(s3.own_name, h.subject3) AS subject3,
  coalesce(s4.own_name, h.subject4) AS subject4,
  h.measured,
  h.limit_value,
  h.day,
  coalesce(p.own_name, h.patient_id) AS patient_id,
  coalesce(e.own_name, h.encounter_id) AS encounter_id,
  h.line_id,
  h.is_violating,
  h.amount,
  e.institution_id
FROM hit h
LEFT JOIN short_name s1 ON s1.name = h.subject1
LEFT JOIN short_name s2 ON s2.name = h.subject2
LEFT JOIN short_name s3 ON s3.name = h.subject3
LEFT JOIN short_name s4 ON s4.name = h.subject4
LEFT JOIN short_name p ON p.name = h.patient_id
LEFT JOIN short_name e ON e.name = h.encounter_id
