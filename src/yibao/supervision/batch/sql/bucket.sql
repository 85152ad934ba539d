-- The source relations of one bucket, over the files of its inputs. Encounters and patients have short
-- names here, in the order of their own: ten characters lie inside a column, longer ones beside it,
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
CREATE TABLE short_name AS
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
  coalesce(s.total_amount, f.total_amount) AS total_amount,
  {missing_encounter}
FROM encounter_file f
JOIN encounter_number n ON n.encounter_number = f.number
JOIN patient_number p ON p.own_name = f.patient_id
LEFT JOIN (
  SELECT encounter_number, CAST(sum(total_amount) AS BIGINT) AS total_amount FROM {settlement_files} GROUP BY ALL
) s ON s.encounter_number = f.number;
CREATE TABLE source_diagnosis AS
SELECT n.encounter_id, d.* EXCLUDE (encounter_number)
FROM {diagnosis_files} d JOIN encounter_number n ON n.encounter_number = d.encounter_number;
CREATE TABLE source_operation AS
SELECT n.encounter_id, o.* EXCLUDE (encounter_number)
FROM {operation_files} o JOIN encounter_number n ON n.encounter_number = o.encounter_number;
CREATE {line_kind} line_file AS {line_files};
CREATE VIEW source_line AS
SELECT n.encounter_id, l.amount
FROM line_file l
JOIN encounter_number n ON n.encounter_number = l.encounter_number;
{encounter_view};
CREATE TABLE encounter_done AS FROM encounter;
DROP VIEW encounter;
ALTER TABLE encounter_done RENAME TO encounter;
CREATE VIEW full_line AS {full_line};
CREATE VIEW known_line AS {known_line};
{every_line_view};
{line_view};
CREATE TABLE line AS SELECT {wide_columns} FROM known_wide;
