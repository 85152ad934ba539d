-- The relations that the shapes read, over the source tables with the columns of records.py.
-- every_line and line carry the columns of their encounter and patient.
CREATE OR REPLACE VIEW encounter AS
SELECT
  e.* EXCLUDE (age_years, age_days, main_diagnosis, main_category, lines_amount, line_count, diagnosis_count,
               main_diagnosis_count, operation_count, main_operation_count, stay_days),
  CASE WHEN p.born_on <= e.start_day THEN {age_years} END AS age_years,
  CASE WHEN p.born_on <= e.start_day THEN e.start_day - p.born_on END AS age_days,
  d.main_diagnosis,
  substr(d.main_diagnosis, 1, 3) AS main_category,
  coalesce(l.lines_amount, 0) AS lines_amount,
  coalesce(l.line_count, 0) AS line_count,
  coalesce(d.diagnosis_count, 0) AS diagnosis_count,
  coalesce(d.main_diagnosis_count, 0) AS main_diagnosis_count,
  coalesce(o.operation_count, 0) AS operation_count,
  coalesce(o.main_operation_count, 0) AS main_operation_count,
  greatest(1, e.end_day - e.start_day) AS stay_days,
  p.sex AS patient_sex,
  p.born_on AS patient_born_on,
  p.died_on AS patient_died_on
FROM source_encounter e
LEFT JOIN source_patient p ON p.patient_id = e.patient_id
LEFT JOIN {line_sums} l ON l.encounter_id = e.encounter_id
LEFT JOIN (
  SELECT encounter_id, min(CASE WHEN is_main THEN code END) AS main_diagnosis,
         count(*) AS diagnosis_count,
         CAST(sum(CASE WHEN is_main THEN 1 ELSE 0 END) AS BIGINT) AS main_diagnosis_count
  FROM source_diagnosis GROUP BY encounter_id
) d ON d.encounter_id = e.encounter_id
LEFT JOIN (
  SELECT encounter_id, count(*) AS operation_count,
         CAST(sum(CASE WHEN is_main THEN 1 ELSE 0 END) AS BIGINT) AS main_operation_count
  FROM source_operation GROUP BY encounter_id
) o ON o.encounter_id = e.encounter_id
