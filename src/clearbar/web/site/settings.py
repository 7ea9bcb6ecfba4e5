"""Settings of the application. What may differ between houses comes from the environment; docs/settings.md lists it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from clearbar.web.site import env

HERE = Path(__file__).resolve().parent.parent

CLEARBAR_DATA = Path(env.text("CLEARBAR_DATA", "clearbar-data")).absolute()
CLEARBAR_ADDRESS = env.text("CLEARBAR_ADDRESS", "http://localhost:8000").rstrip("/")

SECRET_KEY = env.secret(CLEARBAR_DATA)
DEBUG = env.switch("CLEARBAR_DEBUG")

_public = urlsplit(CLEARBAR_ADDRESS)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise ImproperlyConfigured(f"CLEARBAR_ADDRESS is {CLEARBAR_ADDRESS!r}; say https://and-a-host")
HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = [_public.hostname, *env.words("CLEARBAR_HOSTS"), "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]

INSTALLED_APPS = [
    "clearbar.web.audit",
    "clearbar.web.people",
    "clearbar.web.ledger",
    "clearbar.web.notices",
    "clearbar.web.bridge",
    "clearbar.web.book",
    "clearbar.web.surveys",
    "clearbar.web.reviews",
    "clearbar.web.practice",
    "clearbar.web.followup",
    "clearbar.web.walks",
    "clearbar.web.privacy",
    "clearbar.web.boards",
    "clearbar.web.api",
    "clearbar.web.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clearbar.web.people.watch.Watch",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "clearbar.web.site.landing.landing",
]

ROOT_URLCONF = "clearbar.web.site.urls"
WSGI_APPLICATION = "clearbar.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clearbar.web.site.frame.frame",
            ],
        },
    },
]
STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DATABASES = {"default": env.database(env.text("CLEARBAR_DATABASE_URL"), CLEARBAR_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "clearbar.web.people.badges.BadgeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "clearbar"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "clearbar.web.site.views.stale"

ACCOUNT_ADAPTER = "clearbar.web.people.accounts.Adapter"
SOCIALACCOUNT_ADAPTER = "clearbar.web.people.accounts.SocialAdapter"
ACCOUNT_FORMS = {
    "login": "clearbar.web.people.login_forms.LogInForm",
    "reset_password": "clearbar.web.people.login_forms.ForgottenForm",
}
MFA_FORMS = {
    "add_webauthn": "clearbar.web.people.login_forms.PasskeyForm",
    "activate_totp": "clearbar.web.people.login_forms.CodesForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,10/5m/key"}  # of wrong one-time codes; passwords lock earlier
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Clearbar"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.openid()}}
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "clearbar.web.people.addresses.counted_by"
AXES_CLIENT_IP_CALLABLE = "clearbar.web.people.addresses.address_of"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "password", "badge", "pin"]
AXES_DISABLE_ACCESS_LOG = True  # when who came to work is nobody's business
AXES_LOCKOUT_CALLABLE = "clearbar.web.site.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a quarter of an hour is one, however often one tries
AXES_VERBOSE = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
BEHIND_PROXY = env.switch("CLEARBAR_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL = env.mail(env.text("CLEARBAR_EMAIL_URL"))
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("CLEARBAR_EMAIL_FROM", f"clearbar@{_public.hostname}")

CLEARBAR_INBOX = env.inbox(env.text("CLEARBAR_INBOX_URL"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "clearbar.web.site.logs.Places",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {
        "routes": {"()": "clearbar.web.site.logs.Routes"},
        "masking": {"()": "clearbar.web.site.masking.Masking"},
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["routes", "masking"]}},
    "root": {"handlers": ["out"], "level": "WARNING"},
    "loggers": {
        "clearbar": {"level": "INFO"},
        "axes": {"level": "ERROR"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # the hour of a wrong address is nobody's business, and a path may be a link that works once, whoever listens
        "django.request": {"level": "ERROR", "filters": ["routes", "masking"]},
        "django.security.csrf": {"filters": ["routes", "masking"]},
    },
}
