-- Stock of institutions; not cut by patient.
SELECT * EXCLUDE (reason), CAST(0 AS USMALLINT) AS bucket
FROM ({rows})
WHERE reason IS NULL
