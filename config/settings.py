"""Every setting, in one file. What differs between machines comes from the environment.

Each variable is described in docs/operations.md. A malformed value stops the start with
a message that names the variable.
"""

import operator
import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
VAR_DIR = env.path("CONCERTATION_VAR", BASE_DIR / "var")

# ---- Security -------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    if not (VAR_DIR / "secret_key").exists():
        raise ImproperlyConfigured(
            "Set SECRET_KEY, or run `make run` once: it makes a key and keeps it in var/."
        )
    SECRET_KEY = (VAR_DIR / "secret_key").read_text().strip()
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# A server on the reader's own machine speaks plain HTTP; everything else speaks HTTPS.
PLAIN_HTTP = env.bool("PLAIN_HTTP", False)
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else env.int("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_HSTS_PRELOAD = not PLAIN_HTTP
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whom limits count: the address the proxy saw; without one, what a visitor writes of it is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# ---- Parts ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "roundtables",
    "consultation",
    "drafts",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "django_tasks_db",
    "anymail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.middleware.AnonymousPages",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.SecondFactor",
]

ROOT_URLCONF = "config.urls"
# The pages of texts belong to the consultation; the drafts, which know nobody, learn their addresses here.
ABSOLUTE_URL_OVERRIDES = {
    "drafts.text": lambda text: reverse("consultation:text", args=[text.slug]),
    # So do a sitting and what was said in it, which the consultation knows as rows and the round tables as pages.
    "consultation.sitting": lambda sitting: reverse("roundtables:session", args=[sitting.key]),
    "consultation.spoken": lambda spoken: (
        reverse("roundtables:intervention", args=[spoken.sitting.key, spoken.intervention])
        if spoken.intervention
        else reverse("roundtables:outcome", args=[spoken.sitting.key, spoken.outcome])
    ),
    "consultation.agreedwording": lambda agreed: reverse(
        "roundtables:outcome", args=[agreed.sitting.key, agreed.outcome]
    ),
    "drafts.version": lambda version: reverse("consultation:version", args=[version.text.slug, version.slug]),
}
# What apps above the consultation keep of people: told to whoever takes everything along, and let go of when somebody
# closes their account. The consultation, which does not know them, finds them here.
EXPORTED_ABOVE = ["roundtables.reports.export_sections.SECTIONS"]
LET_GO_ABOVE = ["roundtables.actions.leaving.leave_sessions"]
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "consultation.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---- Storage, cache, tasks: every one a setting, so that several nodes can share them ---

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'concertation.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing half-way; readers never wait for them.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Recursive triggers: without them REPLACE takes a guarded row away unseen by its guard.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://concertation")}
CACHES["default"].setdefault("OPTIONS", {})
# Work that is not done while somebody waits; `manage.py work` does it, in as many processes as wanted.
TASKS = {"default": {"BACKEND": env.str("TASKS_BACKEND", "django_tasks_db.DatabaseBackend"), "QUEUES": []}}
# Seconds after which work that a worker has begun counts as cut short, and is done by another.
TASK_LEASE = env.int("TASK_LEASE", 600)

# ---- People ---------------------------------------------------------------------------

AUTH_USER_MODEL = "consultation.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Allauth shows a name on its owner's own pages and letters alone.
ACCOUNT_USER_DISPLAY = operator.attrgetter("own_name")
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Concertation] "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if PLAIN_HTTP else "https"
ACCOUNT_FORMS = {"signup": "consultation.forms.SignupForm"}
ACCOUNT_ADAPTER = "consultation.forms.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers give passkeys to HTTPS, and to a server on the reader's own machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
# Whether the committee, its chair and the secretariat have to set up a second factor before anything else.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", True)
# Beside allauth's own limits, ours on what costs: how many in how long, by one person or from one address.
ACCOUNT_RATE_LIMITS = {
    "register": "20/h/user",
    "invite": "10/h/user",
    "invite_again": "100/h/user",
    "invitation": "20/h/ip",
    "document": "100/h/user",
    "calendar_address": "20/h/user",
    "call": "20/h/user",
    "answer_invitation": "40/h/user",
    "correction": "60/h/user",
    "attendance_list": "60/h/user",
}
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "concertation@localhost")
_backend = env.str("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": _backend}}
if _backend == "django.core.mail.backends.smtp.EmailBackend":
    MAILERS["default"]["OPTIONS"] = {
        "host": env.str("EMAIL_HOST", "localhost"),
        "port": env.int("EMAIL_PORT", None),
        "username": env.str("EMAIL_HOST_USER", ""),
        "password": env.str("EMAIL_HOST_PASSWORD", ""),
        "use_tls": env.bool("EMAIL_USE_TLS", False),
        "use_ssl": env.bool("EMAIL_USE_SSL", False),
        # A server that says nothing holds no worker for ever: well under TASK_LEASE.
        "timeout": env.int("EMAIL_TIMEOUT", 30),
    }
# Where answers to letters go; without it, to DEFAULT_FROM_EMAIL.
MAIL_REPLY_TO = env.str("MAIL_REPLY_TO", "")
# What a mail service wants to know, by the names that Anymail gives it: ANYMAIL_POSTMARK_SERVER_TOKEN=…
ANYMAIL: dict[str, Any] = {
    name.removeprefix("ANYMAIL_"): {"true": True, "false": False}.get(value.lower(), value)
    for name, value in os.environ.items()
    if name.startswith("ANYMAIL_")
}
if "WEBHOOK_SECRET" in ANYMAIL and ":" not in ANYMAIL["WEBHOOK_SECRET"]:
    raise ImproperlyConfigured("ANYMAIL_WEBHOOK_SECRET: two random words with a colon between them.")
# Where e-mails send people: pages know their own address, a worker does not.
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{env.str('PORT', '8000')}").rstrip("/")

# How many comments one person may submit in an hour.
COMMENTS_AN_HOUR = env.int("COMMENTS_AN_HOUR", 60)
# How many days a clause is open for input again when it changed in substance after the consultation closed.
REOPENED_DAYS = env.int("REOPENED_DAYS", 14)
# How many days the link of an invitation holds.
INVITATION_DAYS = env.int("INVITATION_DAYS", 14)
# How many megabytes a file of a session may have.
SESSION_FILE_MB = env.int("SESSION_FILE_MB", 20)
# Whoever presses "Submit" after signing in anew gets their words back, not an error page.
CSRF_FAILURE_VIEW = "consultation.views.refusals.token_missed"

# ---- Languages ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
# The second holds our own words for what allauth says.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "UTC")

# ---- Files ----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    # Files made for people, where no address of the web server leads; another backend takes its options as JSON.
    "default": {
        "BACKEND": env.str("FILES_BACKEND", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("FILES_OPTIONS", {}),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
# A draft may hold 5 MB; the form around it needs some room.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# ---- Reading API ----------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "NUM_PROXIES": int(BEHIND_PROXY),
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": env.str("API_ANONYMOUS_RATE", "120/min")},
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Concertation",
    "DESCRIPTION": "Published texts, their versions and clauses.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# ---- Journal of the server ------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}

env.seal()
