-- The encounters of a stage with their patients, diagnoses and operations. Encounters and patients have
-- short names here, in the order of their own: ten characters lie inside a column, longer ones beside it,
-- which every join and every grouping would pay for. closing gives them their own names again.
CREATE TABLE encounter_file AS FROM {encounter_files};
CREATE TABLE encounter_number AS
SELECT
  number AS encounter_number,
  encounter_id AS own_name,
  institution_id,
  {mark} || 'e' || lpad(CAST(row_number() OVER (ORDER BY encounter_id) AS VARCHAR), 8, '0') AS encounter_id
FROM encounter_file;
CREATE TABLE patient_number AS
SELECT
  patient_id AS own_name,
  {mark} || 'p' || lpad(CAST(row_number() OVER (ORDER BY patient_id) AS VARCHAR), 8, '0') AS patient_id
FROM (SELECT DISTINCT patient_id FROM encounter_file);
CREATE VIEW short_name AS
SELECT encounter_id AS name, own_name, institution_id FROM encounter_number
UNION ALL SELECT patient_id, own_name, NULL FROM patient_number;
CREATE TABLE source_patient AS
SELECT any_value(n.patient_id) AS patient_id, max(p.sex) AS sex, max(p.born_on) AS born_on, min(p.died_on) AS died_on
FROM {patient_files} p
JOIN patient_number n ON n.own_name = p.patient_id
GROUP BY p.patient_id;
CREATE VIEW source_encounter AS
SELECT
  f.* EXCLUDE (number, total_amount) REPLACE (n.encounter_id AS encounter_id, p.patient_id AS patient_id),
  f.number AS encounter_number,
  n.own_name AS own_name,
  coalesce(s.total_amount, f.total_amount) AS total_amount,
  {missing_encounter}
FROM encounter_file f
JOIN encounter_number n ON n.encounter_number = f.number
JOIN patient_number p ON p.own_name = f.patient_id
LEFT JOIN (
  SELECT encounter_number, CAST(sum(total_amount) AS BIGINT) AS total_amount FROM {settlement_files} GROUP BY ALL
) s ON s.encounter_number = f.number;
CREATE {coded_kind} source_diagnosis AS
SELECT n.encounter_id, d.* EXCLUDE (encounter_number)
FROM {diagnosis_files} d JOIN encounter_number n ON n.encounter_number = d.encounter_number;
CREATE {coded_kind} source_operation AS
SELECT n.encounter_id, o.* EXCLUDE (encounter_number)
FROM {operation_files} o JOIN encounter_number n ON n.encounter_number = o.encounter_number;
CREATE TABLE line_sum AS
SELECT n.encounter_id, s.* EXCLUDE (own_name)
FROM ({line_sums}) s JOIN encounter_number n ON n.own_name = s.own_name;
{encounter_view};
CREATE TABLE encounter_done AS SELECT {encounter_columns}, encounter_number, own_name FROM encounter;
DROP TABLE encounter_file CASCADE;
CREATE OR REPLACE VIEW encounter AS SELECT encounter_done.*{unnamed_columns} FROM encounter_done
