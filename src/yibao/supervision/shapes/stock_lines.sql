-- The lines that lie in a period of the inventory of their institution and item.
SELECT
  knowledge.rule AS rule,
  inventory.institution_id AS institution_id,
  inventory.item_code AS item_code,
  inventory.period_start AS period_start,
  line.line_id AS line_id,
  line.patient_id AS patient_id,
  line.encounter_id AS encounter_id,
  line.day AS day,
  line.quantity AS quantity,
  line.amount AS amount
FROM every_line AS line
JOIN inventory
  ON inventory.item_code = line.item_code AND inventory.institution_id = line.institution_id
CROSS JOIN (SELECT DISTINCT rule, variant FROM knowledge WHERE shape = 'stock') AS knowledge
WHERE line.day >= inventory.period_start
  AND line.day < inventory.period_end
  AND {applies}
