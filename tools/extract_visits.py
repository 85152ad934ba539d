"""Extract the shape of synthetic visits: when, how long, how many lines. Facts only, no names.

    python tools/extract_visits.py FOLDER > src/yibao/supervision/generation/data/visits.csv

FOLDER holds encounters.parquet, lines.parquet and patients.parquet of synthetic patients made with
Synthea (Apache-2.0).
"""

import csv
import sys

import duckdb

QUERY = """
WITH visit AS (
  SELECT e.encounter, dense_rank() OVER (ORDER BY e.patient) AS person, p.gender,
         date_diff('day', CAST(p.birth AS DATE), CAST(substr(e.start, 1, 10) AS DATE)) AS age_days,
         date_diff('day', DATE '2021-01-01', CAST(substr(e.start, 1, 10) AS DATE)) AS day,
         CAST(substr(e.start, 12, 2) AS INTEGER) AS hour,
         CASE WHEN e.class = 'IMP' THEN 'inpatient' ELSE 'outpatient' END AS setting,
         least(30, date_diff('day', CAST(substr(e.start, 1, 10) AS DATE),
                                    CAST(substr(e.stop, 1, 10) AS DATE))) AS stay_days
  FROM '{folder}/encounters.parquet' e JOIN '{folder}/patients.parquet' p USING (patient)
  WHERE e.start >= '2021'
)
SELECT person, CASE gender WHEN 'male' THEN 1 ELSE 2 END AS sex, age_days, day, hour, setting,
       CASE setting WHEN 'inpatient' THEN greatest(1, stay_days) ELSE 0 END AS days_of_stay,
       count(l.line) FILTER (WHERE l.kind = 'MedicationRequest') AS drugs,
       count(l.line) FILTER (WHERE l.kind <> 'MedicationRequest') AS services
FROM visit LEFT JOIN '{folder}/lines.parquet' l USING (encounter)
GROUP BY visit.encounter, person, gender, age_days, day, hour, setting, stay_days
ORDER BY person, day, hour, drugs, services
"""


def main() -> None:
    """Write the table to standard output."""
    found = duckdb.sql(QUERY.format(folder=sys.argv[1]))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows(found.fetchall())


if __name__ == "__main__":
    main()
