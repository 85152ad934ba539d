"""What tests of any package need: people, a database, a clock, and a tripwire for personal data."""
