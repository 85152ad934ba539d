"""The worked examples of GB/T 32918.5-2017 annexes A and C, as a start-up self-test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from yibao.platform.crypto.sm2_pem import RawPrivateKey, private_key_pem

if TYPE_CHECKING:
    from yibao.platform.crypto.sm2 import Sm2Backend

KEY: Final = RawPrivateKey(
    scalar=bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"),
    point=bytes.fromhex(
        "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
    ),
)
MESSAGE: Final = b"message digest"
SIGNATURE: Final = bytes.fromhex(
    "3046"
    "022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
PLAINTEXT: Final = b"encryption standard"
CIPHERTEXT: Final = bytes.fromhex(
    "307c"
    "022004ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
    "022100e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"
    "042059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"
    "041321886ca989ca9c7d58087307ca93092d651efa"
)


def is_given_by(backend: Sm2Backend) -> bool:
    """Return whether ``backend`` verifies, refuses, decrypts and signs as the standard says."""
    private = backend.private_key_from_pem(private_key_pem(KEY))
    public = backend.public_key_from_raw(KEY.point)
    return (
        public.verify(MESSAGE, SIGNATURE)
        and not public.verify(MESSAGE + b".", SIGNATURE)
        and private.decrypt(CIPHERTEXT) == PLAINTEXT
        and public.verify(MESSAGE, private.sign(MESSAGE))
    )
