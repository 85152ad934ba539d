-- Parts of a package, billed one by one on one day of an encounter.
WITH part AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.point AS point,
    knowledge.partner AS package,
    line.patient_id AS patient_id,
    line.encounter_id AS encounter_id,
    line.day AS day,
    line.item_code AS item_code,
    line.line_id AS line_id,
    line.quantity AS quantity,
    line.amount AS amount,
    coalesce(line.days, 0) AS supply
  FROM line
  JOIN knowledge ON line.item_code = knowledge.code
  WHERE knowledge.shape = 'bundle'
    AND knowledge.partner IS NOT NULL
    AND line.day >= knowledge.valid_from
    AND line.day < knowledge.valid_to
    AND {applies}
),
total AS (
  SELECT
    rule, point, package, encounter_id, patient_id, day,
    count(*) AS count,
    count(DISTINCT item_code) AS kinds,
    CAST(sum(quantity) AS BIGINT) AS quantity,
    CAST(sum(amount) AS BIGINT) AS amount,
    1 AS days,
    CAST(sum(supply) AS BIGINT) AS supply,
    1 AS span,
    min(item_code) AS head
  FROM part
  GROUP BY rule, point, package, encounter_id, patient_id, day
),
known_package AS (
  SELECT DISTINCT rule, variant, partner AS package FROM knowledge
  WHERE shape = 'bundle' AND partner IS NOT NULL
),
package_line AS (
  SELECT
    knowledge.rule AS rule,
    knowledge.package AS package,
    line.encounter_id AS encounter_id,
    line.day AS day,
    line.line_id AS line_id,
    line.amount AS amount
  FROM line
  JOIN known_package AS knowledge ON line.item_code = knowledge.package
  WHERE {applies}
),
packed AS (
  SELECT DISTINCT rule, package, encounter_id, day FROM package_line
),
hit AS (
  SELECT
    measure.rule AS rule,
    measure.point AS point,
    measure.package AS package,
    measure.encounter_id AS encounter_id,
    measure.patient_id AS patient_id,
    measure.day AS day,
    coalesce({measured}, measure.kinds) AS measured,
    coalesce({limit}, knowledge.cap) AS limit_value
  FROM total AS measure
  JOIN knowledge
    ON knowledge.rule = measure.rule AND knowledge.point = measure.point
    AND knowledge.partner = measure.package AND knowledge.code = measure.head
  LEFT JOIN packed
    ON packed.rule = measure.rule AND packed.package = measure.package
    AND packed.encounter_id = measure.encounter_id AND packed.day = measure.day
  WHERE knowledge.shape = 'bundle'
    AND measure.day >= knowledge.valid_from
    AND measure.day < knowledge.valid_to
    AND measure.kinds >= knowledge.cap
    AND (
      {package} = 'any'
      OR ({package} = 'present' AND packed.rule IS NOT NULL)
      OR ({package} = 'absent' AND packed.rule IS NULL)
    )
    AND {violates}
),
shown AS (
  SELECT
    hit.rule AS rule, hit.point AS point, hit.encounter_id AS encounter_id,
    hit.patient_id AS patient_id, hit.day AS day,
    hit.package AS package, hit.measured AS measured, hit.limit_value AS limit_value,
    part.line_id AS line_id, TRUE AS is_violating, part.amount AS amount
  FROM hit
  JOIN part
    ON part.rule = hit.rule AND part.point = hit.point AND part.package = hit.package
    AND part.encounter_id = hit.encounter_id AND part.day = hit.day
  UNION ALL
  SELECT
    hit.rule AS rule, hit.point AS point, hit.encounter_id AS encounter_id,
    hit.patient_id AS patient_id, hit.day AS day,
    hit.package AS package, hit.measured AS measured, hit.limit_value AS limit_value,
    package_line.line_id AS line_id, FALSE AS is_violating, package_line.amount AS amount
  FROM hit
  JOIN package_line
    ON package_line.rule = hit.rule AND package_line.package = hit.package
    AND package_line.encounter_id = hit.encounter_id AND package_line.day = hit.day
)
SELECT
  shown.rule AS rule,
  shown.point AS point,
  shown.encounter_id AS subject1,
  CAST(shown.day AS VARCHAR) AS subject2,
  shown.package AS subject3,
  '' AS subject4,
  shown.measured AS measured,
  shown.limit_value AS limit_value,
  shown.day AS day,
  shown.patient_id AS patient_id,
  shown.encounter_id AS encounter_id,
  shown.line_id AS line_id,
  shown.is_violating AS is_violating,
  shown.amount AS amount
FROM shown
