"""Every setting, in one file. Values come from the environment; .env.example documents each."""

import sys
from pathlib import Path

import environ

from crm.embedded import places
from crm.environment import flag, listed, number, secret, text
from crm.safety import refuse_unsafe_start

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = places.home()

# home: `make run` on one machine; production: a server; test: the tests.
ENVIRONMENT = text("ENVIRONMENT", "home")
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = flag("DEBUG")
PUBLIC_URL = text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = PUBLIC_URL.startswith("https://")
OPEN_KEY = "only-for-a-checkout-that-serves-nobody-0123456789-abcdefgh"
SECRET_KEY = secret("SECRET_KEY", None if IS_PRODUCTION else OPEN_KEY)
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS", PUBLIC_URL)
# Addresses whose X-Forwarded-For we believe.
TRUSTED_PROXIES = listed("TRUSTED_PROXIES")

INSTALLED_APPS = [
    "crm",
    "crm.shop",
    "customers",
    "engagement",
    "feedback",
    "metrics",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_structlog",
    "template_partials",
    "crm.web",
]

MIDDLEWARE = [
    "crm.web.middleware.unavailable",
    "crm.web.middleware.client_address",
    "crm.web.middleware.programs_bring_no_cookies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "crm.web.middleware.RequestLog",
    "crm.web.middleware.HousePolicy",
    "crm.web.middleware.private_pages",
    "crm.web.middleware.refuse_control_characters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "crm.web.middleware.say_what_is_refused",
    "crm.web.middleware.sign_in_again",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "crm.shop.middleware.session_age",
    "crm.shop.middleware.till_person",
    "crm.shop.middleware.open_shop",
    "crm.shop.middleware.second_factor",
    "crm.web.middleware.log_out_is_final",
    "customers.leading_on.lead_to_the_kept",
    "crm.web.deadlock.try_again",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"
FORM_RENDERER = "crm.web.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crm.shop.context.shop_and_rights",
                "engagement.context.mail_room",
                "crm.demo.context.demo_sign_ins",
                "crm.web.context.page",
            ],
        },
    }
]

# --- The book -----------------------------------------------------------------------------------
_env = environ.Env()
DATABASE_URL = secret("DATABASE_URL", places.database_url(STATE_DIR))
DATABASE_OWNER_URL = secret("DATABASE_OWNER_URL", DATABASE_URL)
# Web processes keep a pool; the worker must not (Celery closes it at every task).
WEB_POOL = flag("WEB_POOL")
# Only these commands may change the structure of the database.
OWNER_COMMANDS = {"prepare", "migrate", "open_shop", "demo_shop", "backup", "restore", "move_in"}
IS_OWNER_COMMAND = sys.argv[1:2] != [] and sys.argv[1] in OWNER_COMMANDS
STATEMENT_SECONDS = number("STATEMENT_SECONDS", 5 if WEB_POOL else 0 if IS_OWNER_COMMAND else 300)


def _database(url: str) -> dict[str, object]:
    database: dict[str, object] = dict(_env.db_url_config(url))
    options = dict(database.get("OPTIONS") or {})  # type: ignore[call-overload]
    options["options"] = (
        f"-c statement_timeout={STATEMENT_SECONDS}s -c lock_timeout=2s"
        f" -c idle_in_transaction_session_timeout={0 if IS_OWNER_COMMAND else 30}s"
    )
    options["server_side_binding"] = True
    if WEB_POOL:
        # Half of PostgreSQL's work for a page was planning. Only pages: a worker fills tables that were
        # empty when it began, and a plan that was kept would go through them as if they still were.
        options["prepare_threshold"] = 3
        from crm.web.line import Line

        lines: dict[str, object] = {"min_size": 2, "max_size": number("WEB_THREADS", 4) + 2}
        # Giving up soon means trying anew with the next request, instead of waiting ever longer.
        options["pool"] = lines | {"connection_class": Line, "timeout": 2, "reconnect_timeout": 1}
    database["OPTIONS"] = options
    database["CONN_MAX_AGE"] = 0 if WEB_POOL else 60
    database["CONN_HEALTH_CHECKS"] = True
    database["TEST"] = {"TEMPLATE": text("TEST_DB_TEMPLATE", "") or None}
    return database


DATABASES = {"default": _database(DATABASE_OWNER_URL if IS_OWNER_COMMAND else DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In PostgreSQL, not in memory: a TOTP code must be used once whichever process sees it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shop_cache"}}

# --- The clock ----------------------------------------------------------------------------------
REDIS_URL = secret("REDIS_URL", places.redis_url(STATE_DIR))
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
_REDIS_SECONDS = 0.25 if WEB_POOL else 2  # somebody waits for a page; connecting anew takes three answers
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": _REDIS_SECONDS,
    "socket_connect_timeout": _REDIS_SECONDS,
    "visibility_timeout": 3600,
    # Else a second bell would try to connect for seven seconds, with pauses.
    **({"max_retries": 0} if WEB_POOL else {}),
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "clock-schedule")

from crm.schedule import CELERY_BEAT_SCHEDULE, CELERY_TASK_ROUTES  # noqa: E402, F401 - on one page

# --- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "shop.User"
AUTHENTICATION_BACKENDS = ["crm.shop.session_store.StaffBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "crm.shop.passwords.LongEnough"},
    {"NAME": "crm.shop.passwords.NotTheShopsWords"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "crm.shop.adapter.ShopAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# crm/shop/actions/sign_in.py counts these exactly.
ACCOUNT_RATE_LIMITS = dict.fromkeys(("login", "login_failed", "reauthenticate", "reset_password"), False)
ACCOUNT_FORMS = {"reset_password": "crm.shop.forms.sign_in.ResetPasswordForm"}
MFA_FORMS = {
    "add_webauthn": "crm.shop.forms.sign_in.AddPasskeyForm",
    "authenticate": "crm.shop.forms.sign_in.SecondFactorForm",
    "reauthenticate": "crm.shop.forms.sign_in.ProveAgainForm",
}
ACCOUNT_USER_DISPLAY = "crm.shop.adapter.display_name"
MFA_ADAPTER = "crm.shop.adapter.ShopMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Regulars"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False  # it would write a row on every page

SESSION_ENGINE, SESSION_COOKIE_AGE = "crm.shop.session_store", 14 * 24 * 3600  # absolute
SESSION_IDLE_SECONDS = number("SESSION_IDLE_SECONDS", 12 * 3600)
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_FAILURE_VIEW = "crm.web.views.csrf_failure"

# --- Headers ------------------------------------------------------------------------------------
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS and IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = IS_PRODUCTION and IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
from crm.shop.api.settings import REST_FRAMEWORK  # noqa: E402, F401 - how programs are answered
from crm.web.policy import CONTENT_SECURITY_POLICY  # noqa: E402, F401 - what a page may load

# --- Words, dates, money ------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
FORMAT_MODULE_PATH = ["crm.formats"]
LOCALE_PATHS = [BASE_DIR / "crm" / "locale"]
TIME_ZONE = "UTC"  # the shop's own zone is activated per request (crm/shop/middleware.py)
USE_TZ = True

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "crm.web.npm_finder.NpmFinder",
]
NPM_ROOT = BASE_DIR / "node_modules"
NPM_STATIC = {
    "@tabler/core": ["dist/css/tabler.min.css", "dist/js/tabler.min.js"],
    "@fontsource-variable/inter": [
        "files/inter-latin-wght-normal.woff2",
        "files/inter-latin-ext-wght-normal.woff2",
    ],
    "chart.js": ["dist/chart.umd.min.js"],
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": text("STATICFILES_STORAGE", "crm.web.static_storage.Hashed")},
}
MEDIA_ROOT = Path(text("MEDIA_ROOT", str(STATE_DIR / "files")))
ERASURE_LEDGER = Path(text("ERASURE_LEDGER", str(STATE_DIR / "erasures.ledger")))  # no restore replaces it
DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000_000, 2_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
UPLOAD_MAX_BYTES = 10_000_000
IMPORT_MAX_BYTES = 100_000_000  # unpacked
IMPORT_MAX_ROWS = 1_000_000

# --- Mail ----------------------------------------------------------------------------------------
from crm.shop.mail_settings import mail_settings, mailbox_settings  # noqa: E402 - where it goes

vars().update(_mail := mail_settings())
MAIL_TRANSPORT, INBOUND_ADDRESS = str(_mail["MAIL_TRANSPORT"]), str(_mail["INBOUND_ADDRESS"])
MAILBOX = mailbox_settings()  # INBOUND_URL

# --- Watching -----------------------------------------------------------------------------------
SENTRY_DSN = secret("SENTRY_DSN", "")
METRICS_TOKEN = secret("METRICS_TOKEN", "")
SECURITY_CONTACT = text("SECURITY_CONTACT", "")  # in /.well-known/security.txt; else MAIL_FROM
WEB_WAITING = number("WEB_WAITING", 32)  # behind the threads; more are told 503 (crm/web/door.py)
API_PER_MINUTE, API_BURST = number("API_PER_MINUTE", 100), number("API_BURST", 20)  # for each key
WEBHOOK_OWN_NETWORK = listed("WEBHOOK_OWN_NETWORK")  # "http://10.0.0.7:5678": near all the same
LOG_FORMAT = text("LOG_FORMAT", "json" if IS_PRODUCTION else "text")
BACKGROUND_IS_LATE_AFTER, MAIL_LEASE_SECONDS = 120, 60  # without a sign of clock or worker; for one mail

from crm.web.logs import DJANGO_STRUCTLOG_IP_LOGGING_ENABLED, LOGGING, start_watching  # noqa: E402, F401

start_watching(SENTRY_DSN, ENVIRONMENT)
refuse_unsafe_start(globals())
