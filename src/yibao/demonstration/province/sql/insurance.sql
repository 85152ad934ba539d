-- People who are new, then how each is insured: by age and by a hash of the person, so that it is the same
-- each time. Of those over sixty a third are retired employees, of those in working age three in ten
-- employed; one in fifteen of the residents has not paid for this year.
INSERT INTO person SELECT * FROM newcomer ON CONFLICT DO NOTHING;
INSERT INTO enrolment (id, person_id, insurance_type, person_kind, region, unit_name, status, is_retired,
  first_enrolled_on, current_since, benefit_from, benefit_until, months_paid, months_deemed, row_version)
SELECT
  md5('enrolment' || kind.id)::uuid,
  kind.id,
  CASE WHEN kind.kind IN ('employed', 'retired') THEN '310' ELSE '390' END,
  kind.kind,
  kind.living_region,
  CASE kind.kind
    WHEN 'employed' THEN '测试单位' || kind.draw || '号'
    WHEN 'retired' THEN ''
    ELSE '城乡居民'
  END,
  'active',
  kind.kind = 'retired',
  kind.since,
  kind.since,
  kind.since,
  CASE
    WHEN kind.kind = 'retired' THEN NULL
    WHEN kind.draw %% 15 = 0 AND kind.kind <> 'employed' THEN date_trunc('year', %(today)s::date)::date
    ELSE (date_trunc('year', %(today)s::date) + interval '1 year')::date
  END,
  36, 0, 1
FROM (
  SELECT
    aged.*,
    CASE
      WHEN aged.age >= 60 AND aged.draw %% 3 = 0 THEN 'retired'
      WHEN aged.age BETWEEN 22 AND 59 AND aged.draw %% 10 < 3 THEN 'employed'
      WHEN aged.age >= 60 THEN 'elderly'
      WHEN aged.age >= 22 THEN 'adult'
      WHEN aged.age >= 18 THEN 'student'
      WHEN aged.age >= 6 THEN 'pupil'
      ELSE 'preschool'
    END AS kind,
    greatest(aged.birth_date, (date_trunc('year', %(today)s::date) - interval '2 years')::date) AS since
  FROM (
    SELECT
      n.id, n.living_region, n.birth_date,
      extract(year FROM age(%(today)s::date, n.birth_date))::int AS age,
      abs(hashtext(n.id::text)) %% 1000 AS draw
    FROM newcomer n JOIN person p ON p.id = n.id
    WHERE NOT EXISTS (SELECT FROM enrolment e WHERE e.person_id = n.id)
  ) aged
) kind;
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after, region_before, region_after,
  effective_on, case_number, operator, at)
SELECT e.id, '11', '演示省份', '', e.status, '', e.region, e.current_since, '', 'command:demo-data', %(now)s
FROM newcomer n
JOIN enrolment e ON e.person_id = n.id
WHERE NOT EXISTS (SELECT FROM enrolment_change c WHERE c.enrolment_id = e.id);
INSERT INTO enrolment_year (enrolment_id, person_id, year, benefit_from, waiting_months, enrolled_on, paid_on, case_number)
SELECT
  e.id, e.person_id, years.year, make_date(years.year, 1, 1), 0, make_date(years.year - 1, 10, 15),
  CASE WHEN years.year < extract(year FROM %(today)s::date) OR abs(hashtext(e.person_id::text)) %% 1000 %% 15 <> 0
    THEN make_date(years.year - 1, 11, 20) END,
  ''
FROM newcomer n
JOIN enrolment e ON e.person_id = n.id AND e.insurance_type = '390'
CROSS JOIN generate_series(extract(year FROM e.current_since)::int, extract(year FROM %(today)s::date)::int) AS years (year)
ON CONFLICT (person_id, year) DO NOTHING;
INSERT INTO contribution_due (id, person_id, enrolment_id, year, region, amount_fen, state, deadline, case_number,
  raised_at, pushed_at, tax_reference, paid_on)
SELECT
  md5('due' || y.person_id || y.year)::uuid, y.person_id, y.enrolment_id, y.year, e.region, 40000,
  CASE WHEN y.paid_on IS NULL THEN 'pushed' ELSE 'arrived' END,
  make_date(y.year, 2, 28), '', y.enrolled_on, y.enrolled_on, 'T' || y.year || '-' || left(md5(y.person_id::text), 12), y.paid_on
FROM newcomer n
JOIN enrolment e ON e.person_id = n.id
JOIN enrolment_year y ON y.enrolment_id = e.id
ON CONFLICT DO NOTHING
