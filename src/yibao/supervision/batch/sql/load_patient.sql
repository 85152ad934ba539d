-- People; the same person may come several times, the bucket keeps what is known.
SELECT DISTINCT * EXCLUDE (reason), CAST(hash(patient_id) % {buckets} AS USMALLINT) AS bucket
FROM ({rows})
WHERE reason IS NULL
