"""Chinese national cryptography: SM2 signatures, SM3 digests, SM4 encryption.

Call it by algorithm: ``from yibao.platform.crypto import sm2, sm3, sm4``. What is used where, and
what software cryptography cannot promise, is in ``docs/explanation/cryptography.md``.
"""
