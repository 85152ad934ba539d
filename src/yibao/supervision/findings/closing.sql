-- Hits into findings, as findings/finding.settle does it: one for each rule and subject, that of the
-- smallest point; money counted once for each line; findings that meet on a line share a cluster.
-- Reads named_hit: the columns of hit and institution_id.
CREATE TABLE first_point AS
SELECT rule, subject1, subject2, subject3, subject4, min(point) AS point
FROM named_hit
GROUP BY rule, subject1, subject2, subject3, subject4;

CREATE TABLE evidence_line AS
SELECT
  md5(concat_ws('|', h.rule, h.subject1, h.subject2, h.subject3, h.subject4)) AS finding_id,
  h.*,
  CASE
    WHEN r.charge = 'excess' AND (h.measured IS NULL OR h.measured = 0 OR h.limit_value IS NULL) THEN 'all'
    ELSE r.charge
  END AS charge,
  CASE WHEN p.point IS NOT NULL THEN 3 ELSE r.severity END AS severity
FROM named_hit h
JOIN first_point f
  ON f.rule = h.rule AND f.subject1 = h.subject1 AND f.subject2 = h.subject2 AND f.subject3 = h.subject3
  AND f.subject4 = h.subject4 AND f.point = h.point
JOIN rule_facts r ON r.rule = h.rule
LEFT JOIN hint p ON p.point = h.point;

CREATE TABLE violating_line AS
SELECT
  finding_id,
  line_id,
  CASE charge WHEN 'none' THEN 0 WHEN 'all' THEN amount ELSE {due} - {due_before} END AS share
FROM (
  SELECT *, sum(amount) OVER (PARTITION BY finding_id ORDER BY line_id ROWS UNBOUNDED PRECEDING) AS total
  FROM (
    SELECT
      finding_id,
      line_id,
      any_value(charge) AS charge,
      any_value(measured) AS measured,
      any_value(limit_value) AS limit_value,
      max(amount) AS amount
    FROM evidence_line
    WHERE is_violating AND line_id IS NOT NULL
    GROUP BY finding_id, line_id
  )
);

CREATE TABLE standing AS
SELECT *, row_number() OVER (ORDER BY severity, amount DESC, rule, finding_id) AS place
FROM (
  SELECT
    e.finding_id,
    any_value(e.rule) AS rule,
    any_value(e.point) AS point,
    any_value(e.subject1) AS subject1,
    any_value(e.subject2) AS subject2,
    any_value(e.subject3) AS subject3,
    any_value(e.subject4) AS subject4,
    min(e.measured) AS measured,
    min(e.limit_value) AS "limit",
    min(e.day) AS day,
    min(e.patient_id) AS patient_id,
    min(e.encounter_id) AS encounter_id,
    min(e.institution_id) AS institution_id,
    min(e.severity) AS severity,
    list_sort(list_distinct(list(e.line_id) FILTER (WHERE NOT e.is_violating AND e.line_id IS NOT NULL))) AS related,
    CAST(coalesce(any_value(v.amount), max(CASE WHEN e.line_id IS NULL AND e.charge <> 'none' THEN e.amount END), 0) AS BIGINT) AS amount,
    any_value(v.amount) IS NOT NULL AS has_lines
  FROM evidence_line e
  LEFT JOIN (SELECT finding_id, sum(share) AS amount FROM violating_line GROUP BY finding_id) v
    ON v.finding_id = e.finding_id
  GROUP BY e.finding_id
);

CREATE TABLE leader AS
SELECT v.line_id, arg_min(s.finding_id, s.place) AS finding_id
FROM violating_line v
JOIN standing s ON s.finding_id = v.finding_id
GROUP BY v.line_id;

CREATE TABLE finding AS
SELECT
  s.finding_id,
  s.rule,
  s.point,
  list_filter([s.subject1, s.subject2, s.subject3, s.subject4], lambda part: part <> '') AS subject,
  s.measured,
  s."limit",
  s.day,
  s.patient_id,
  s.encounter_id,
  s.institution_id,
  coalesce(c.violating, []) AS violating,
  coalesce(s.related, []) AS related,
  s.amount,
  CASE WHEN s.has_lines THEN CAST(c.counted_amount AS BIGINT) ELSE s.amount END AS counted_amount,
  s.severity,
  coalesce(c.cluster_id, s.finding_id) AS cluster_id
FROM standing s
LEFT JOIN (
  SELECT
    v.finding_id,
    list(v.line_id ORDER BY v.line_id) AS violating,
    coalesce(sum(v.share) FILTER (WHERE l.finding_id = v.finding_id), 0) AS counted_amount,
    arg_min(l.finding_id, v.line_id) AS cluster_id
  FROM violating_line v
  JOIN leader l ON l.line_id = v.line_id
  GROUP BY v.finding_id
) c ON c.finding_id = s.finding_id
WHERE {months}
