-- Encounters, numbered; what was there before, and the second of two, stays out.
SELECT
  e.* EXCLUDE (reason, place),
  CAST({first_number} + row_number() OVER () AS BIGINT) AS number,
  CAST(hash(e.patient_id) % {buckets} AS USMALLINT) AS bucket
FROM (
  SELECT *, row_number() OVER (PARTITION BY encounter_id ORDER BY start_day, patient_id) AS place
  FROM ({rows}) WHERE reason IS NULL
) e
WHERE e.place = 1 AND e.encounter_id NOT IN (SELECT encounter_id FROM encounter_key)
