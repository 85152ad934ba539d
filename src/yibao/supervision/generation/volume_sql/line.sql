-- The lines of a month. Every fourth line of a visit is something that this person gets again and again.
WITH placed AS (
  SELECT
    e.encounter_id, e.number AS encounter_number, e.patient_number, e.setting, e.start_day, e.nights, e.department, e.audience,
    position,
    hash(e.number, position, {seed}, {month}) AS h
  FROM encounter e, range(0, CAST(e.line_count AS BIGINT)) AS places(position)
), drawn AS (
  SELECT
    *,
    CASE WHEN setting <> 'inpatient' AND h % 4 = 0
      THEN pow(hash(patient_number, (h // 4) % 6, {seed}) % 1000003 / 1000003.0, 3)
      ELSE pow((h // 16) % 1000003 / 1000003.0, 3) END AS chance,
    start_day + CASE WHEN nights = 0 THEN 0 ELSE (h // 1009) % (nights + 1) END AS day
  FROM placed
)
SELECT
  encounter_id || lpad(CAST(position AS VARCHAR), 5, '0') AS line_id,
  encounter_id,
  c.item_code,
  c.item_kind,
  CAST(day AS BIGINT) AS day,
  CAST(day * 1440 + 480 + (h // 2003) % 600 AS BIGINT) AS minute,
  CAST(10000 * (1 + CASE WHEN (h // 31) % 4 = 0 THEN (h // 61) % 7 ELSE 0 END) AS BIGINT) AS quantity,
  c.unit_price,
  CAST(floor(c.unit_price / 10000.0 * (1 + CASE WHEN (h // 31) % 4 = 0 THEN (h // 61) % 7 ELSE 0 END) + 0.5) AS BIGINT)
    AS amount,
  c.charge_class,
  (h // 127) % 50 <> 0 AS fund_paid,
  CASE WHEN c.item_kind = 'drug' AND setting <> 'inpatient' THEN CAST(7 * (1 + (h // 131) % 4) AS BIGINT) END AS days,
  CASE WHEN c.item_kind IN ('drug', 'decoction')
    THEN substr(encounter_id, 7) || 'R' || CAST(day - start_day AS VARCHAR) || CAST((h // 137) % (4 + least(nights, 6)) AS VARCHAR)
  END AS prescription,
  CASE WHEN c.item_kind = 'service' AND (h // 139) % 5 = 0 THEN CAST(floor(c.unit_price / 10000.0) AS BIGINT) END
    AS list_amount,
  department,
  'D' || lpad(CAST((h // 149) % 4000 AS VARCHAR), 10, '0') AS doctor,
  CAST(1 + (h // 151) % 4 AS BIGINT) AS doctor_grade,
  CAST(day * 1440 + 1080 + (h // 157) % 300 + CASE WHEN (h // 167) % 1000 = 0 THEN 10000 ELSE 0 END AS BIGINT)
    AS uploaded_minute,
  CASE WHEN c.item_kind = 'drug' AND setting = 'pharmacy'
    THEN '8' || lpad(CAST(hash(h, 7) % CAST(1000000000000000 AS UBIGINT) AS VARCHAR), 19, '0') END AS trace_code
FROM drawn
JOIN choice c
  ON c.rank = CAST(floor(chance * {items}) AS BIGINT)
  AND c.audience = CASE WHEN (h // 163) % 100 < 98 THEN drawn.audience ELSE 0 END
