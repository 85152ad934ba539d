-- The rows that were not kept: why, how many, the names of some.
SELECT reason, count(*), list_slice(list_sort(list(DISTINCT name)), 1, {examples})
FROM (
  SELECT
    coalesce(
      reason,
      CASE WHEN {knows_encounters} THEN 'no_encounter' END,
      CASE WHEN {encounter} IS NOT NULL AND count(*) OVER (PARTITION BY {encounter}) > 1 THEN 'duplicate' END
    ) AS reason,
    coalesce({name}, '') AS name
  FROM ({rows})
)
WHERE reason IS NOT NULL
GROUP BY reason
ORDER BY reason
