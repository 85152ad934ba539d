"""Plumbing under every domain: cryptography, database, audit log, outbox, files, clock."""
