-- Two stays in five have an operation.
SELECT
  e.encounter_id,
  o.code,
  position = 0 AS is_main,
  CAST(e.start_day * 1440 + 1440 + 540 + hash(e.number, position, {seed}) % 400 AS BIGINT) AS minute,
  CAST(1 + hash(e.number, {seed}, 13) % 3 AS VARCHAR) AS incision
FROM encounter e, range(0, CAST(1 + hash(e.number, {seed}, {month}, 14) % 2 AS BIGINT)) AS places(position)
JOIN operation_code o
  ON o.rank = CAST(floor(pow(hash(e.number, position, {seed}, {month}, 15) % 1000003 / 1000003.0, 3) * {codes}) AS BIGINT)
WHERE e.setting = 'inpatient' AND hash(e.number, {seed}, {month}, 16) % 5 < 2
