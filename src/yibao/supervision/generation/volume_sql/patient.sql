-- People of all ages; one in a hundred died within the year.
SELECT
  '52' || lpad(CAST(number % 10000 AS VARCHAR), 4, '0') || lpad(CAST(hash(number, {seed}) % CAST(10000000000000000 AS UBIGINT) AS VARCHAR), 18, '0')
    AS patient_id,
  CASE WHEN hash(number, {seed}, 1) % 100 < 47 THEN '1' ELSE '2' END AS sex,
  {first_day} - CAST(floor(sqrt(hash(number, {seed}, 2) % 1000003 / 1000003.0) * 34000) AS BIGINT) + 1500
    - CASE WHEN hash(number, {seed}, 3) % 5 = 0 THEN 0 ELSE 6000 END AS born_on,
  CASE WHEN hash(number, {seed}, 4) % 100 = 0 THEN {first_day} + CAST(hash(number, {seed}, 5) % 365 AS BIGINT) END
    AS died_on,
  number
FROM (SELECT CAST(range AS BIGINT) AS number FROM range({patients}))
