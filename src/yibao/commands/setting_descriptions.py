"""What each environment variable means: the table behind ``docs/reference/settings.md``.

``config.settings`` reads the variables; a test compares its list with this one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One variable: default as a person would write it, and what it does."""

    name: str
    default: str
    meaning: str
    is_secret: bool = False


SETTINGS = (
    Setting(
        "DATABASE_URL",
        "（内嵌数据库）",
        "PostgreSQL 地址，形如 postgresql://用户:口令@主机:5432/库名；沙箱用同名加 _sandbox 的库。"
        "不设时在数据目录里启动内嵌的 PostgreSQL。",
        is_secret=True,
    ),
    Setting("YIBAO_DATA", "代码目录下的 var", "数据目录：密钥、材料、内嵌数据库、静态文件。"),
    Setting(
        "YIBAO_BASE_URL",
        "http://127.0.0.1:8000",
        "对外地址，写进回执和二维码；是 https 的，登录状态只走加密连接。",
    ),
    Setting("YIBAO_HOSTS", "127.0.0.1,localhost", "允许的主机名，逗号分隔。"),
    Setting("YIBAO_PROVINCE", "520000", "本省行政区划代码，六位。"),
    Setting("YIBAO_DEBUG", "0", "开发时设为 1：出错时显示细节、静态文件不缓存。正式环境不得打开。"),
    Setting("YIBAO_DEMONSTRATION", "0", "设为 1 时装载演示渠道和演示人员，外部登记用模拟器。"),
    Setting(
        "YIBAO_SECRET_KEY",
        "（自动生成，存在数据目录）",
        "会话与表单的签名密钥。多台机器要设成同一个。",
        is_secret=True,
    ),
    Setting(
        "YIBAO_CLOCK_OFFSET_SECONDS", "0", "平台时钟快多少秒，用来预演以后的政策；正式环境为 0。"
    ),
    Setting("YIBAO_KEY_STORE", "software", "密钥存放：software（文件）或 pkcs11（密码机）。"),
    Setting("YIBAO_PKCS11_MODULE", "（无）", "PKCS#11 动态库的路径。"),
    Setting("YIBAO_PKCS11_TOKEN", "yibao", "PKCS#11 令牌的标签。"),
    Setting("YIBAO_PKCS11_PIN_PATH", "（无）", "存放令牌口令的文件路径，只有服务账号可读。"),
    Setting("YIBAO_SERVICE_BODY_BYTES", "262144", "事项请求的最大字节数。"),
    Setting("YIBAO_FILE_BYTES", "5242880", "一份材料的最大字节数。"),
    Setting(
        "YIBAO_TRUSTED_PROXIES",
        "（无）",
        "可信反向代理的地址，逗号分隔；只有它们的 X-Forwarded-For 算数。",
    ),
    Setting(
        "YIBAO_IDENTITY_PROVIDER",
        "演示用的认证",
        "群众登录用的身份认证服务：一个 Python 类的点分名称。",
    ),
    Setting(
        "YIBAO_CLAMD_ADDRESS",
        "（无）",
        "病毒扫描服务 clamd 的地址：主机:端口，或 unix:/路径。不设时只识别测试特征码。",
    ),
    Setting(
        "YIBAO_WORKERS_RUNNING", "（由 serve 设置）", "内部使用：服务进程的个数，限流按它均分。"
    ),
    Setting(
        "YIBAO_RUN_JOBS", "（由 serve 设置）", "内部使用：设为 1 的进程在后台线程里执行定时任务。"
    ),
)
