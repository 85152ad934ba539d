"""What can go wrong with the places where keys are kept. Most of it is for the operator.

No sentence holds a whole path: errors travel to callers. The paths are in the log.
"""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, Unavailable
from yibao.platform.crypto.errors import CiphertextDamaged


class KeyStoreUnavailable(Unavailable):
    """The key store does not answer, or cannot be read or written."""

    code = "keys.store_unavailable"
    message = "密钥存储暂时不可用。请联系运维人员检查。"
    fix = "检查 {where}：{reason}"


class KeyFileExposed(Unavailable):
    """A file with a secret may be read by others than its owner."""

    code = "keys.file_exposed"
    message = "密钥文件{name}的权限是{mode}，别人能读。请改成0600。"
    fix = "在密钥目录执行 chmod 600 {name}，并考虑更换这把密钥。"
    retryable = False


class KeyDirectoryExposed(Unavailable):
    """Others than its owner may put files into the key directory."""

    code = "keys.directory_exposed"
    message = "密钥目录的权限是{mode}，别人能写。请改成0700。"
    fix = "对密钥目录 {name} 执行 chmod 700，并核对里面的文件。"
    retryable = False


class KeyStoreSettingMissing(Unavailable):
    """A kind of key store needs a setting that was left empty."""

    code = "keys.setting_missing"
    message = "密钥存储{kind}缺少设置{setting}。请补上。"
    fix = "补上设置 {setting} 后重新启动。"
    retryable = False


class KeyStoreKindUnknown(Unavailable):
    """The settings name a kind of key store that does not exist."""

    code = "keys.kind_unknown"
    message = "没有{kind}这种密钥存储。请改正设置。"
    fix = "可用的有：{known}。"
    retryable = False


class ExtraNotInstalled(Unavailable):
    """The key store needs a package that is installed only on demand."""

    code = "keys.extra_not_installed"
    message = "没有安装密码机接口。请安装扩展{extra}。"
    fix = "执行 pip install 'yibao[{extra}]' 后重新启动。"
    retryable = False


class KeyNameNotUsable(Invalid):
    """A key name is also a file name, so only plain names will do."""

    code = "keys.name_not_usable"
    message = "密钥名称不可用。请用小写字母、数字、点和连字符。"
    fix = "以字母或数字开头，最长40个字符。"


class KeyMissing(NotFound):
    """There is no SM2 key of this name."""

    code = "keys.missing"
    message = "没有名为{name}的密钥。请先创建。"
    fix = "核对名称，或用 create_sm2 创建，或从备份恢复。"


class KeyEncryptionKeyMissing(Unavailable):
    """A wrapped key names a key-encryption key that this store does not have."""

    code = "keys.key_encryption_key_missing"
    message = "缺少密钥加密密钥{name}。请从备份恢复。"
    fix = "核对密钥目录或密码机是否是原来那一个，再从备份恢复 {name}。"
    retryable = False


class KeyringDamaged(Unavailable):
    """The file of wrapped data keys cannot be understood."""

    code = "keys.keyring_damaged"
    message = "数据密钥文件{name}读不懂。请从备份恢复。"
    fix = "从备份恢复 {name}，不要删除它：没有它，已加密的数据打不开。"
    retryable = False


class DataKeyUnknown(CiphertextDamaged):
    """A ciphertext names a data key that the keyring does not hold."""

    code = "keys.data_key_unknown"
    message = "没有版本为{version}的数据密钥。请从备份恢复。"
    fix = "如果密文没有被改动，从备份恢复数据密钥文件。"


class NoMoreDataKeys(Conflict):
    """The version of a data key is one byte, and all 255 are taken."""

    code = "keys.no_more_data_keys"
    message = "数据密钥已有255个版本。请先迁移旧数据。"
    fix = "用新密钥重新加密旧数据，再移除旧版本。"
