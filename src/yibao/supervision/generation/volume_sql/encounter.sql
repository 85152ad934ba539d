-- One month of visits and stays: seven in ten are outpatient visits, a sixth are stays.
WITH drawn AS (
  SELECT
    CAST(range AS BIGINT) AS number,
    hash(range, {seed}, {month}) AS h,
    hash(range, {seed}, {month}, 1) AS h1,
    hash(range, {seed}, {month}, 2) AS h2
  FROM range({encounters})
), kinds AS (
  SELECT
    *,
    CASE WHEN h % 100 < 70 THEN 'outpatient' WHEN h % 100 < 86 THEN 'inpatient'
         WHEN h % 100 < 97 THEN 'pharmacy' ELSE 'internet' END AS setting,
    CAST(floor(pow(h1 % 1000003 / 1000003.0, 1.5) * {patients}) AS BIGINT) AS patient_number,
    CAST(floor(pow((h1 // 1000003) % 10007 / 10007.0, 2) * {institutions}) AS BIGINT) AS institution,
    {first_day} + CAST(h2 % {days} AS BIGINT) AS start_day
  FROM drawn
), stays AS (
  SELECT
    *,
    CASE WHEN setting = 'inpatient' THEN 1 + CAST((h2 // 97) % 19 AS BIGINT) ELSE 0 END AS nights
  FROM kinds
)
SELECT
  '{year_month}' || lpad(CAST(institution AS VARCHAR), 6, '0') || lpad(CAST(s.number AS VARCHAR), 12, '0') AS encounter_id,
  p.patient_id,
  'H5201' || lpad(CAST(institution AS VARCHAR), 7, '0') AS institution_id,
  start_day,
  start_day + nights AS end_day,
  start_day * 1440 + 480 + CAST((h2 // 2003) % 540 AS BIGINT) AS start_minute,
  (start_day + nights) * 1440 + 1020 + CAST((h2 // 2003) % 60 AS BIGINT) AS end_minute,
  FALSE AS is_open,
  setting,
  CAST(CASE WHEN setting IN ('pharmacy', 'internet') THEN 0 WHEN institution < {institutions} / 20 THEN 3
       WHEN institution < {institutions} / 4 THEN 2 ELSE 1 END AS INTEGER) AS institution_level,
  CASE WHEN setting = 'pharmacy' THEN '2' ELSE '1' END AS institution_type,
  '5201' || lpad(CAST(institution % 12 + 1 AS VARCHAR), 2, '0') AS region,
  CASE WHEN (h2 // 31) % 100 < 30 THEN '310' WHEN (h2 // 31) % 1000 < 985 THEN '390'
       WHEN (h2 // 31) % 1000 < 993 THEN '510' ELSE '410' END AS insurance_type,
  CASE WHEN setting = 'outpatient' AND (h2 // 53) % 8 = 0 THEN 'M0' || CAST(1000 + (h2 // 61) % 60 AS VARCHAR) END
    AS disease_programme,
  'A' || lpad(CAST((h2 // 71) % 40 AS VARCHAR), 2, '0') AS department,
  CASE WHEN p.sex = '2' AND (h2 // 83) % 60 = 0 THEN 'pregnant' ELSE 'none' END AS pregnancy,
  CAST(NULL AS BIGINT) AS total_amount,
  s.number,
  s.patient_number,
  nights,
  1 + CASE WHEN p.sex = '2' THEN 1 ELSE 0 END + CASE WHEN p.born_on > {first_day} - 6560 THEN 2 ELSE 0 END
    + CASE WHEN setting = 'inpatient' AND institution < {institutions} / 20 THEN 0 ELSE 4 END AS audience,
  CASE setting WHEN 'outpatient' THEN 2 + CAST((h1 // 7) % 25 AS INTEGER)
       WHEN 'inpatient' THEN 20 + CAST(nights * (10 + (h1 // 7) % 13) AS INTEGER)
       WHEN 'pharmacy' THEN 1 + CAST((h1 // 7) % 6 AS INTEGER)
       ELSE 2 + CAST((h1 // 7) % 7 AS INTEGER) END AS line_count
FROM stays s
JOIN patient p ON p.number = s.patient_number
