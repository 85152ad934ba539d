"""SM2 against GB/T 32918.5-2017, each backend against the other, and the choice among them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yibao.platform.crypto import sm2, sm2_known_answer, sm3
from yibao.platform.crypto.errors import Sm2Unavailable
from yibao.platform.crypto.sm2 import Sm2Backend
from yibao.platform.crypto.sm2_keys import Sm2PrivateKey
from yibao.platform.crypto.sm2_libcrypto import LibcryptoEngine, LibcryptoKey
from yibao.platform.crypto.sm2_pem import RawPrivateKey, private_key_pem


def standard_key(backend: Sm2Backend) -> Sm2PrivateKey:
    return backend.private_key_from_pem(private_key_pem(sm2_known_answer.KEY))


def test_the_signature_of_the_standard_verifies(backend: Sm2Backend) -> None:
    public = backend.public_key_from_raw(sm2_known_answer.KEY.point)
    assert public.verify(sm2_known_answer.MESSAGE, sm2_known_answer.SIGNATURE)
    assert public.verify(sm2_known_answer.MESSAGE, sm2_known_answer.SIGNATURE, b"1234567812345678")
    assert not public.verify(
        sm2_known_answer.MESSAGE, sm2_known_answer.SIGNATURE, b"1234567812345679"
    )


def test_the_ciphertext_of_the_standard_opens(backend: Sm2Backend) -> None:
    opened = standard_key(backend).decrypt(sm2_known_answer.CIPHERTEXT)
    assert opened == sm2_known_answer.PLAINTEXT


def test_every_backend_gives_the_known_answer(backend: Sm2Backend) -> None:
    assert sm2_known_answer.is_given_by(backend)


def test_keys_survive_being_written_and_read_by_the_other_backend(
    backend: Sm2Backend, other_backend: Sm2Backend
) -> None:
    private = backend.generate()
    same = other_backend.private_key_from_pem(private.to_pem())
    assert same.to_pem() == private.to_pem()
    assert same.public_key().to_raw() == private.public_key().to_raw()
    public = other_backend.public_key_from_pem(private.public_key().to_pem())
    assert public.to_pem() == private.public_key().to_pem()
    assert other_backend.public_key_from_raw(public.to_raw()).to_pem() == public.to_pem()


@settings(max_examples=15, deadline=None)
@given(message=st.binary(max_size=300), user_id=st.binary(min_size=1, max_size=40))
def test_each_backend_verifies_what_the_other_signs(
    backend: Sm2Backend, other_backend: Sm2Backend, message: bytes, user_id: bytes
) -> None:
    private = standard_key(backend)
    public = other_backend.public_key_from_raw(private.public_key().to_raw())
    assert public.verify(message, private.sign(message, user_id), user_id)
    assert public.verify(message, private.sign(message))
    assert not public.verify(message + b"\0", private.sign(message))


@settings(max_examples=15, deadline=None)
@given(plaintext=st.binary(min_size=16, max_size=255))
def test_each_backend_unwraps_what_the_other_wraps(
    backend: Sm2Backend, other_backend: Sm2Backend, plaintext: bytes
) -> None:
    private = standard_key(backend)
    public = other_backend.public_key_from_raw(private.public_key().to_raw())
    assert private.decrypt(public.encrypt(plaintext)) == plaintext


def test_new_keys_and_signatures_never_repeat(backend: Sm2Backend) -> None:
    private = backend.generate()
    assert len({private.sign(b"message") for _ in range(20)}) == 20
    assert len({backend.generate().to_pem() for _ in range(20)}) == 20


class ForgetfulKey(LibcryptoKey):
    """A key whose signatures are always found good, as a broken library might have it."""

    def verify(self, message: bytes, signature: bytes, user_id: bytes) -> bool:
        return True


class BrokenEngine(LibcryptoEngine):
    name = "broken"

    def load_public(self, point: bytes) -> LibcryptoKey:
        key = super().load_public(point)
        key.__class__ = ForgetfulKey
        return key


def broken() -> Sm2Backend:
    return Sm2Backend(BrokenEngine())


def missing() -> Sm2Backend:
    raise OSError("libcrypto.so.3: cannot open shared object file")


def not_installed() -> Sm2Backend:
    raise ImportError("gmssl_pyx")


def test_a_backend_that_is_missing_or_wrong_is_passed_over() -> None:
    assert sm2.first_working([missing, not_installed, broken, sm2.libcrypto]).name == "libcrypto"


def test_without_any_working_backend_the_error_names_a_remedy() -> None:
    with pytest.raises(Sm2Unavailable) as caught:
        sm2.first_working([missing, broken])
    assert "libcrypto.so.3" in str(caught.value.to_dict()["fix"])


def test_the_chosen_backend_is_one_for_the_whole_process() -> None:
    assert sm2.backend() is sm2.backend()
    assert sm2.backend().name == "libcrypto"


def test_the_digest_that_is_signed_is_that_of_the_standard() -> None:
    # Z_A as printed in annex A.2: id length and id, curve, base point, public point.
    curve = bytes.fromhex(
        "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc"
        "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"
        "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
        "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0"
    )
    identity = (len(sm2.DEFAULT_USER_ID) * 8).to_bytes(2, "big") + sm2.DEFAULT_USER_ID
    digest = sm3.hexdigest(identity + curve + sm2_known_answer.KEY.point)
    assert digest == "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3"


def test_a_key_without_its_public_half_gets_it_computed_by_libcrypto() -> None:
    bare = private_key_pem(RawPrivateKey(sm2_known_answer.KEY.scalar, b""))
    loaded = sm2.libcrypto().private_key_from_pem(bare)
    assert loaded.public_key().to_raw() == sm2_known_answer.KEY.point
