"""Settings of the platform. Every value comes from the environment or has a safe default."""

from __future__ import annotations

from pathlib import Path

from config.environment import (
    ROOT,
    Database,
    SettingWrong,
    number,
    secret_of,
    switch,
    text,
    unknown_variables,
)

KNOWN_VARIABLES = frozenset(
    {
        "YIBAO_DATA", "YIBAO_DEBUG", "YIBAO_SECRET_KEY", "YIBAO_HOSTS", "YIBAO_PROVINCE",
        "YIBAO_BASE_URL", "YIBAO_CLOCK_OFFSET_SECONDS", "YIBAO_KEY_STORE", "YIBAO_PKCS11_MODULE",
        "YIBAO_PKCS11_TOKEN", "YIBAO_PKCS11_PIN_PATH", "YIBAO_SERVICE_BODY_BYTES",
        "YIBAO_FILE_BYTES", "YIBAO_TRUSTED_PROXIES", "YIBAO_CLAMD_ADDRESS", "YIBAO_DEMONSTRATION",
        "YIBAO_IDENTITY_PROVIDER",
        "YIBAO_WORKERS_RUNNING", "YIBAO_RUN_JOBS",
    }
)  # fmt: skip
if _unknown := unknown_variables(KNOWN_VARIABLES):
    raise SettingWrong(f"Nobody reads {', '.join(_unknown)}; see docs/reference/settings.md.")

DATA_DIRECTORY = Path(text("YIBAO_DATA", str(ROOT / "var"))).resolve()
DEBUG = switch("YIBAO_DEBUG", default=False)
DEMONSTRATION = switch("YIBAO_DEMONSTRATION", default=False)
BASE_URL = text("YIBAO_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
PROVINCE = text("YIBAO_PROVINCE", "520000")
CLOCK_OFFSET_SECONDS = int(text("YIBAO_CLOCK_OFFSET_SECONDS", "0"))
KEY_STORE = text("YIBAO_KEY_STORE", "software")
KEY_DIRECTORY = DATA_DIRECTORY / "keys"
PKCS11_MODULE = text("YIBAO_PKCS11_MODULE", "")
PKCS11_TOKEN = text("YIBAO_PKCS11_TOKEN", "yibao")
PKCS11_PIN_FILE = text("YIBAO_PKCS11_PIN_PATH", "")
# A service call is a form, not a file: 256 KiB holds every form many times over.
SERVICE_BODY_BYTES = number("YIBAO_SERVICE_BODY_BYTES", 256 * 1024, least=1024)
FILE_BYTES = number("YIBAO_FILE_BYTES", 5 * 1024 * 1024, least=1024)
# "host:port" or "unix:/path" of a clamd; empty: only the built-in check of the test signature.
CLAMD_ADDRESS = text("YIBAO_CLAMD_ADDRESS", "")
# Who tells the platform that a citizen is who he says: the dotted name of a class.
PORTAL_IDENTITY_PROVIDER = text(
    "YIBAO_IDENTITY_PROVIDER", "yibao.portal.demonstration_provider.DemonstrationProvider"
)
# Addresses whose X-Forwarded-For is believed; nobody's by default.
TRUSTED_PROXIES = frozenset(filter(None, text("YIBAO_TRUSTED_PROXIES", "").split(",")))

SECRET_KEY = text("YIBAO_SECRET_KEY", "") or secret_of(DATA_DIRECTORY / "secret_key")

ALLOWED_HOSTS = text("YIBAO_HOSTS", "127.0.0.1,localhost").split(",")

_database = Database.from_url(
    text("DATABASE_URL", f"postgresql://postgres@/yibao?host={DATA_DIRECTORY / 'postgresql'}")
)
DATABASES = {
    "default": _database.to_django(_database.name),
    # The sandbox runs the same code on a database of its own: docs/adr/0003.
    "sandbox": _database.to_django(f"{_database.name}_sandbox"),
}
DATABASE_ROUTERS = ["yibao.platform.database.SandboxRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "procrastinate.contrib.django",
    "yibao.platform.audit_log",
    "yibao.platform.outbox",
    "yibao.platform.idempotency",
    "yibao.platform.files",
    "yibao.platform.jobs",
    "yibao.reference",
    "yibao.catalogue",
    "yibao.casework",
    "yibao.persons",
    "yibao.employers",
    "yibao.providers",
    "yibao.enrolment",
    "yibao.contributions",
    "yibao.remote_care",
    "yibao.accounts",
    "yibao.chronic_care",
    "yibao.medical_catalogue",
    "yibao.supervision",
    "yibao.supervision.findings",
    "yibao.national",
    "yibao.channels",
    "yibao.gateway",
    "yibao.portal",
    "yibao.console",
    "yibao.demonstration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "yibao.platform.web.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIRECTORY / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/console/sign-in/"
LOGIN_REDIRECT_URL = "/console/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "yibao.console.accounts.StaffAccountAdapter"
MFA_ADAPTER = "yibao.console.accounts.StaffSecondFactorAdapter"
PASSWORD_HASHERS = [
    "yibao.console.passwords.Sm3PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "医保便民服务平台"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["password"]
AXES_IPWARE_PROXY_COUNT = 0

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")

PROCRASTINATE_ON_APP_READY = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "yibao": {"level": "INFO"},
        # Any stranger's Host header would write a traceback.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
