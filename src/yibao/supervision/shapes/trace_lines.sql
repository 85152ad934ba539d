-- The lines that carry a trace code and are in scope, as known on their day.
SELECT
  knowledge.rule AS rule,
  knowledge.point AS point,
  line.trace_code AS trace_code,
  line.line_id AS line_id,
  line.patient_id AS patient_id,
  line.encounter_id AS encounter_id,
  line.day AS day,
  line.minute AS minute,
  line.amount AS amount
FROM every_line AS line
CROSS JOIN knowledge
WHERE knowledge.shape = 'trace_code'
  AND line.trace_code IS NOT NULL
  AND line.day >= knowledge.valid_from
  AND line.day < knowledge.valid_to
  AND {applies}
  AND {violates}
