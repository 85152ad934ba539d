"""The signed API, version 1: a WSGI application in front of Django's, in the same process.

A call passes, in this order: size limit, headers, channel and grant, timestamp and nonce, SM2
signature, SM4 decryption, typed decode, rate limit, the service engine, access log, encryption,
signature. Protocol: docs/reference/protocol.md.
"""
