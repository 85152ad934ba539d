-- Encounters, numbered; what was there before, and the second of two, stays out.
SELECT
  e.*,
  CAST({first_number} + row_number() OVER () AS BIGINT) AS number,
  CAST(hash(e.patient_id) % {buckets} AS USMALLINT) AS bucket
FROM (
  SELECT * EXCLUDE (reason)
  FROM ({rows})
  WHERE reason IS NULL
    AND encounter_id NOT IN (SELECT encounter_id FROM encounter_key)
  {first_of_twins}
) e
