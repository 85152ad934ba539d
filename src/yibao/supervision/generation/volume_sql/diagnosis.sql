-- One to four diagnoses for each encounter, the first is the main one; few codes make most of them.
SELECT
  e.encounter_id,
  d.code,
  position = 0 AS is_main
FROM encounter e, range(0, CAST(1 + hash(e.number, {seed}, {month}, 11) % 4 AS BIGINT)) AS places(position)
JOIN diagnosis_code d
  ON d.rank = CAST(floor(pow(hash(e.number, position, {seed}, {month}, 12) % 1000003 / 1000003.0, 3) * {codes}) AS BIGINT)
