"""The gateway's SQL, without Django, so that the benchmark's floor can run the very same text."""

from __future__ import annotations

_COLUMNS = """(at, request_id, channel, key, operation, request_number, nonce, address, status,
  code, duration_us, bytes_in, bytes_out, subject_index, facts)"""

LOG = f"INSERT INTO access_log {_COLUMNS} VALUES ({', '.join(['%s'] * 15)})"  # noqa: S608

# A nonce counts for 24 hours: the day of the timestamp, and its neighbours.
LOG_AND_BURN_NONCE = f"""
WITH fresh AS (
  INSERT INTO used_nonce (day, channel, nonce)
  SELECT %s, %s, %s WHERE NOT EXISTS (
    SELECT 1 FROM used_nonce WHERE day IN (%s, %s) AND channel = %s AND nonce = %s)
  ON CONFLICT DO NOTHING RETURNING 1)
INSERT INTO access_log {_COLUMNS}
SELECT %s::timestamptz, {", ".join(["%s"] * 12)}, %s::bytea, %s FROM fresh
"""  # noqa: S608

FIND_NONCE = """
SELECT 1 FROM used_nonce WHERE day = ANY(%s::date[]) AND channel = %s AND nonce = %s LIMIT 1
"""
