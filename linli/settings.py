"""Everything has a laptop default; an operator sets `LINLI_*` variables (docs/running.md lists them)."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent
MODE = os.environ.get("LINLI_MODE", "development")
if MODE not in {"demo", "development", "production"}:
    raise ImproperlyConfigured(f"LINLI_MODE must be demo, development or production, not {MODE!r}.")
PRODUCTION = MODE == "production"
DEBUG = False  # error pages with source belong to nobody's phone; the log has the traceback

# Everything that grows lives below one folder, so that a backup knows what to take.
HOME = Path(os.environ.get("LINLI_HOME") or Path.cwd() / "var").resolve()
HOME.mkdir(parents=True, exist_ok=True)


def kept_secret(variable: str, file_name: str) -> str:
    """This will read a secret from the environment, or outside production make one once and keep it in HOME."""
    if value := os.environ.get(variable, ""):
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"{variable} must be set when LINLI_MODE=production.")
    path = HOME / file_name
    if not path.exists():
        whole = HOME / f"{file_name}.{os.getpid()}"
        whole.touch(mode=0o600)
        whole.write_text(secrets.token_urlsafe(48))
        # Of two processes that start at once one gives the file its name, whole, and the other reads it.
        with suppress(FileExistsError):
            os.link(whole, path)
        whole.unlink()
    return path.read_text()


def number(variable: str, default: int) -> int:
    """This will read a whole number, zero or more, from the environment."""
    text = os.environ.get(variable) or str(default)
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{variable} must be a whole number, not {text!r}.")
    return int(text)


SECRET_KEY = kept_secret("LINLI_SECRET_KEY", "secret-key")
# Comma-separated, newest first: the first encrypts, all decrypt. Any text; Fernet keys are derived from it.
CONTACT_KEYS = [k for k in kept_secret("LINLI_CONTACT_KEYS", "contact-keys").split(",") if k]

ALLOWED_HOSTS = (os.environ.get("LINLI_HOSTS") or "127.0.0.1,localhost,[::1],testserver").split(",")
# The address printed on posters and in messages, without a slash at its end.
PUBLIC_URL = os.environ.get("LINLI_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []
# Whether phones may open the report page without a network; 0 has every browser forget and remove the worker.
OFFLINE = os.environ.get("LINLI_OFFLINE", "1") != "0"
# How many proxies of ours are in front and set X-Forwarded-*; with 0 those headers are dropped (linli.wsgi).
TRUSTED_PROXIES = number("LINLI_PROXIES", 0)

INSTALLED_APPS = [
    "linli.facts",
    "linli.places",
    "linli.people",
    "linli.privacy",
    "linli.pictures",
    "linli.figures",
    "linli.cases",
    "linli.notify",
    "linli.web",
    "linli.web.signing",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # What speaks with issuers and WeCom; none of its pages is mounted, none of its tables is used (docs/adr/).
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
]
if not PRODUCTION:
    # Read-only (linli.web.admin), and nothing of it in production.
    INSTALLED_APPS.append("django.contrib.admin.apps.SimpleAdminConfig")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linli.web.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linli.web.outbox.OutboxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # it insists on it
]
ROOT_URLCONF = "linli.urls"
WSGI_APPLICATION = "linli.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            PACKAGE / "web" / face / "templates" for face in ("resident", "phone", "desk", "board", "setup")
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linli.web.context.frame",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """This will turn `sqlite:///path` or `postgresql://user:password@host:port/name` into Django's dictionary."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path),
            # NORMAL with the fdatasync of lib.db after the lock is released: durable before the answer,
            # and twice the reports a second of FULL.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
                    # Thirteen connections, each with a cache of its own: the kernel's, shared, serves as well.
                    "PRAGMA cache_size=-2000; PRAGMA mmap_size=33554432; PRAGMA wal_autocheckpoint=4000;"
                ),
            },
            "TEST": {"NAME": str(HOME / "test.sqlite3")},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
        }
    raise ImproperlyConfigured("LINLI_DATABASE must begin with sqlite:/// or postgresql://.")


DATABASES = {"default": database(os.environ.get("LINLI_DATABASE") or f"sqlite://{HOME / 'linli.sqlite3'}")}
DATABASES["default"].setdefault("CONN_MAX_AGE", None)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "web" / face / "locale" for face in ("resident", "phone", "desk", "board", "setup")]
LOCALE_PATHS += [PACKAGE / part / "locale" for part in ("lib", "demo", "bench")]  # no apps of Django's
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# Hashed names let a phone keep a file for a year; tests and development read straight from the packages.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE != "development"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "development"

# Base maps of the operator's own: files of the kind .pmtiles, which the settings of a street name.
MAPS = HOME / "maps"

# Pictures are streamed to files, never held in memory; the form's own limits give the kinder sentence first.
PICTURES = HOME / "pictures"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 65_536
DATA_UPLOAD_MAX_NUMBER_FILES = 8
FILE_UPLOAD_PERMISSIONS = 0o600

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "linli.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    # Only a proxy speaks TLS, so that there always is one (checked below).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("LINLI_MAIL_HOST")
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = os.environ.get("LINLI_MAIL_HOST", "")
EMAIL_PORT = number("LINLI_MAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("LINLI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LINLI_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LINLI_MAIL_TLS", "") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("LINLI_MAIL_FROM", "linli@localhost")
# Where robots of group chats may listen, and nowhere else: an administrator types their addresses. A host means
# https; an address with a scheme and port is meant as it stands.
WEBHOOK_ORIGINS = [
    each if "://" in each else f"https://{each}"
    for each in (os.environ.get("LINLI_WEBHOOK_HOSTS") or "qyapi.weixin.qq.com").split(",")
]

# How robots, issuer and WeCom are reached where the machine may not go out by itself: http://[name:password@]host:port.
OUTGOING_PROXY = os.environ.get("LINLI_PROXY_OUT", "")

# Ways of signing in besides name and password, each only where it is configured (docs/signing-in.md).
SIGN_IN_WAYS: dict[str, dict[str, Any]] = {}
CLAIM_FIELDS = frozenset(
    {"username", "email", "phone"}
)  # of an account, by which an issuer's claim may find it


def complete(*variables: str) -> bool:
    """This will tell whether all of these are set; ImproperlyConfigured if only some are."""
    missing = [name for name in variables if not os.environ.get(name)]
    if missing and len(missing) < len(variables):
        raise ImproperlyConfigured(
            f"{', '.join(missing)} must be set too, or none of {', '.join(variables)}."
        )
    return not missing


def claim_match(text: str) -> tuple[str, str] | None:
    """This will read `claim=field`: which claim of an issuer names the account of a first sign-in, by which field."""
    claim, _equals, field = text.partition("=")
    if text and (not claim or field not in CLAIM_FIELDS):
        raise ImproperlyConfigured("LINLI_OIDC_MATCH must be such as preferred_username=username, or empty.")
    return (claim, field) if text else None


if complete("LINLI_OIDC_ISSUER", "LINLI_OIDC_CLIENT_ID", "LINLI_OIDC_CLIENT_SECRET"):
    _in_chinese, _bar, _in_english = os.environ.get("LINLI_OIDC_NAME", "").partition("|")
    SIGN_IN_WAYS["oidc"] = {
        "issuer": os.environ["LINLI_OIDC_ISSUER"],
        "client_id": os.environ["LINLI_OIDC_CLIENT_ID"],
        "secret": os.environ["LINLI_OIDC_CLIENT_SECRET"],
        "names": {"zh-hans": _in_chinese, "en": _in_english},
        "match": claim_match(os.environ.get("LINLI_OIDC_MATCH", "")),
        "scope": ["openid", *os.environ.get("LINLI_OIDC_SCOPE", "").split()],
    }
if complete("LINLI_WECOM_CORP_ID", "LINLI_WECOM_AGENT_ID", "LINLI_WECOM_SECRET"):
    SIGN_IN_WAYS["wecom"] = {
        "corp_id": os.environ["LINLI_WECOM_CORP_ID"],
        "agent_id": os.environ["LINLI_WECOM_AGENT_ID"],
        "secret": os.environ["LINLI_WECOM_SECRET"],
        # Other hosts where an office runs WeCom itself (政务微信, private installations).
        "api": os.environ.get("LINLI_WECOM_API", "https://qyapi.weixin.qq.com").rstrip("/"),
        "login": os.environ.get("LINLI_WECOM_LOGIN", "https://login.work.weixin.qq.com/wwlogin/sso/login"),
        "oauth": os.environ.get("LINLI_WECOM_OAUTH", "https://open.weixin.qq.com/connect/oauth2/authorize"),
    }
ACCOUNT_ADAPTER = "linli.web.signing.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "linli.web.signing.adapters.SocialAdapter"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LINLI_LOG", "WARNING").upper()},
    # A mistyped address is no news; what broke is.
    "loggers": {"django.request": {"level": "ERROR"}},
}

if PRODUCTION:
    loose = [
        fault
        for fault, is_loose in {
            "LINLI_SECRET_KEY is shorter than 32 characters": len(SECRET_KEY) < 32,
            "LINLI_CONTACT_KEYS holds no key": not CONTACT_KEYS,
            "LINLI_CONTACT_KEYS has a key shorter than 32 characters": any(len(k) < 32 for k in CONTACT_KEYS),
            "LINLI_CONTACT_KEYS repeats LINLI_SECRET_KEY": SECRET_KEY in CONTACT_KEYS,
            "LINLI_HOSTS is not set, or allows every host": not os.environ.get("LINLI_HOSTS")
            or "*" in ALLOWED_HOSTS,
            "LINLI_URL must begin with https://": not PUBLIC_URL.startswith("https://"),
            "LINLI_HOME is not set": not os.environ.get("LINLI_HOME"),
            "LINLI_PROXIES is 0, but somebody in front must speak TLS": TRUSTED_PROXIES == 0,
            "LINLI_MAIL_PASSWORD would be sent in the clear: set LINLI_MAIL_TLS=1": bool(EMAIL_HOST_PASSWORD)
            and not EMAIL_USE_TLS,
            "LINLI_WEBHOOK_HOSTS holds an address without https": any(
                not each.startswith("https://") for each in WEBHOOK_ORIGINS
            ),
            "an address of LINLI_OIDC_ISSUER or LINLI_WECOM_* does not begin with https://": any(
                value.startswith("http://")
                for way in SIGN_IN_WAYS.values()
                for value in way.values()
                if isinstance(value, str)
            ),
        }.items()
        if is_loose
    ]
    if loose:
        raise ImproperlyConfigured("LINLI_MODE=production refuses to start: " + "; ".join(loose) + ".")
