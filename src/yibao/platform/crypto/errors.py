"""What can go wrong with keys and ciphertexts. No message tells an attacker why."""

from __future__ import annotations

from yibao.kernel.errors import Invalid, Unavailable


class CiphertextDamaged(Invalid):
    """The ciphertext does not open: changed, cut, or made with another key or context.

    Deliberately one error for all causes, so that nobody can learn about the padding by asking.
    """

    code = "crypto.ciphertext_damaged"
    message = "密文打不开，可能被改动，或密钥不对。请重新加密后再发。"
    fix = "核对密钥、附加数据和密文格式是否与发送方一致。"


class KeyNotUsable(Invalid):
    """The text is not a key of the kind that is needed."""

    code = "crypto.key_not_usable"
    message = "这不是可用的{kind}。请提供{wanted}。"
    fix = "可用 openssl pkey -in 原文件 -out 新文件 重新导出。"


class PlaintextNotWrappable(Invalid):
    """SM2 encryption is for short keys only: 16 to 255 bytes."""

    code = "crypto.plaintext_not_wrappable"
    message = "要用 SM2 加密的内容有{size}字节。只能加密16至255字节的密钥。"
    fix = "先用 SM4 加密正文，再用 SM2 加密 SM4 密钥。"


class UserIdNotUsable(Invalid):
    """The SM2 user id is empty or longer than its length field can say."""

    code = "crypto.user_id_not_usable"
    message = "SM2 用户标识有{size}字节。请使用1至8190字节的标识。"
    fix = "没有另行约定时，用默认标识 1234567812345678。"


class SignatureNotMade(Unavailable):
    """The library refused to sign, which a good key never lets happen."""

    code = "crypto.signature_not_made"
    message = "暂时无法签名。请稍后再试。"
    fix = "检查系统随机数和密码库的状态，再重启服务。"


class Sm2Unavailable(Unavailable):
    """No SM2 library on this machine passes the published test vector."""

    code = "crypto.sm2_unavailable"
    message = "这台机器没有可用的 SM2 密码库。请先安装再启动。"
    fix = "安装带 SM2 的 OpenSSL 3（libcrypto.so.3），或执行 pip install gmssl-pyx。"
