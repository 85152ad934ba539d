-- Hits across patients with the institution that they are about.
CREATE TABLE named_hit AS
SELECT h.*, CASE WHEN h.encounter_id = '' THEN h.subject1 ELSE e.institution_id END AS institution_id
FROM hit h
LEFT JOIN (SELECT encounter_id, institution_id FROM {encounters}) e ON e.encounter_id = h.encounter_id
