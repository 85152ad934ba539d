from django.db import migrations

# INV: a deregistered employer has no active enrolment beneath it. Whoever makes an enrolment active
# shares a lock of its employer, which whoever deregisters it waits for; so neither can miss the
# other. The row may be missing: residents have none, and history may be older than the register.
_TRIGGERS = """
CREATE FUNCTION employer_takes_employees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  employer_state text;
BEGIN
  SELECT state INTO employer_state FROM employer WHERE id = NEW.employer_id FOR SHARE;
  IF employer_state = 'deregistered' THEN
    RAISE EXCEPTION 'the employer is deregistered'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'employer_takes_employees',
            TABLE = 'enrolment';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER employer_takes_employees BEFORE INSERT OR UPDATE OF status, employer_id
  ON enrolment FOR EACH ROW
  WHEN (NEW.status = 'active' AND NEW.employer_id IS NOT NULL)
  EXECUTE FUNCTION employer_takes_employees();
CREATE FUNCTION employer_has_no_employee() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM enrolment WHERE employer_id = NEW.id AND status = 'active') THEN
    RAISE EXCEPTION 'the employer has active employees'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'deregistered_employer_has_no_employee',
            TABLE = 'employer';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER deregistered_employer_has_no_employee AFTER UPDATE OF state
  ON employer FOR EACH ROW
  WHEN (NEW.state = 'deregistered')
  EXECUTE FUNCTION employer_has_no_employee();
"""
_TRIGGERS_GO = """
DROP TRIGGER deregistered_employer_has_no_employee ON employer;
DROP FUNCTION employer_has_no_employee();
DROP TRIGGER employer_takes_employees ON enrolment;
DROP FUNCTION employer_takes_employees();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('employers', '0001_initial'),
        # The column enrolment.employer_id. The tables meet here alone; no code of this package
        # knows of enrolments.
        ('enrolment', '0002_employers_and_invariants'),
    ]

    operations = [migrations.RunSQL(_TRIGGERS, _TRIGGERS_GO)]
