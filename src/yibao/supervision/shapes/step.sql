-- A second-line drug without a first-line drug in the days before its first use in the encounter.
WITH first_line AS (
  SELECT DISTINCT evidence.rule AS rule, evidence.point AS point, substr(evidence.key, 3) AS item_code
  FROM evidence
  WHERE substr(evidence.key, 1, 2) = 'I:'
),
used AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.code AS code,
    line.encounter_id AS encounter_id,
    line.patient_id AS patient_id,
    min(line.day) AS day
  FROM line
  JOIN knowledge ON line.item_code = knowledge.code
  WHERE knowledge.shape = 'step'
    AND line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {applies}
  GROUP BY
    knowledge.rule, knowledge.point, knowledge.code, line.encounter_id, line.patient_id
),
candidate AS (
  SELECT used.*, knowledge.days AS days, knowledge.is_coded AS is_coded
  FROM used
  JOIN knowledge
    ON knowledge.rule = used.rule AND knowledge.point = used.point
    AND knowledge.code = used.code
  WHERE knowledge.shape = 'step'
    AND used.day >= knowledge.valid_from
    AND used.day < knowledge.valid_to
    AND (NOT knowledge.is_coded
         OR EXISTS (SELECT 1 FROM first_line
                    WHERE first_line.rule = used.rule AND first_line.point = used.point))
),
treatment AS (
  SELECT DISTINCT line.patient_id AS patient_id, line.item_code AS item_code, line.day AS day
  FROM line
  WHERE line.item_code IN (
      SELECT first_line.item_code FROM first_line
      JOIN knowledge ON knowledge.rule = first_line.rule AND knowledge.point = first_line.point
      WHERE knowledge.shape = 'step'
    )
    AND line.patient_id IN (SELECT patient_id FROM candidate)
),
treated AS (
  SELECT DISTINCT
    candidate.rule AS rule, candidate.point AS point, candidate.code AS code,
    candidate.encounter_id AS encounter_id
  FROM candidate
  JOIN treatment ON treatment.patient_id = candidate.patient_id
  JOIN first_line
    ON first_line.rule = candidate.rule AND first_line.point = candidate.point
    AND first_line.item_code = treatment.item_code
  WHERE treatment.day < candidate.day
    AND (candidate.days IS NULL OR treatment.day >= candidate.day - candidate.days)
),
hit AS (
  SELECT candidate.*
  FROM candidate
  LEFT JOIN treated
    ON treated.rule = candidate.rule AND treated.point = candidate.point
    AND treated.code = candidate.code AND treated.encounter_id = candidate.encounter_id
  WHERE treated.rule IS NULL OR NOT candidate.is_coded
)
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  hit.encounter_id AS subject1,
  hit.code AS subject2,
  '' AS subject3,
  '' AS subject4,
  {measured} AS measured,
  {limit} AS limit_value,
  hit.day AS day,
  hit.patient_id AS patient_id,
  hit.encounter_id AS encounter_id,
  line.line_id AS line_id,
  TRUE AS is_violating,
  line.amount AS amount
FROM hit
JOIN knowledge
  ON knowledge.rule = hit.rule AND knowledge.point = hit.point AND knowledge.code = hit.code
JOIN line ON line.encounter_id = hit.encounter_id AND line.item_code = hit.code
WHERE knowledge.shape = 'step'
  AND hit.day >= knowledge.valid_from
  AND hit.day < knowledge.valid_to
  AND {applies}
  AND {violates}
  AND EXISTS (
    SELECT 1 FROM knowledge AS any_row
    WHERE any_row.rule = hit.rule AND any_row.point = hit.point AND any_row.code = hit.code
      AND line.day >= any_row.valid_from AND line.day < any_row.valid_to
  )
