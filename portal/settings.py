"""The settings, from the environment; docs/operators.md and .env.example tell every name."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from portal import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# Core

DEBUG = environment.flag("DEBUG", False)
SITE_URL = environment.site_url("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *environment.names("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")]
PORTAL_DATA = environment.folder("PORTAL_DATA", str(BASE_DIR / "var"))
SECRET_KEY = environment.secret_key(PORTAL_DATA)

INSTALLED_APPS = [
    "languages",
    "modeltranslation",
    "portal",
    "content",
    "topics",
    "sharing",
    "articles",
    "identity",
    "library",
    "taggit",
    "django_tasks_db",
    "django_prose_editor",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.page_cache.PageCacheMiddleware",
    "portal.open_doors.OpenDoorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.LanguageMiddleware",
    "portal.middleware.FilesSessionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
            ],
        },
    }
]

# Data

DATABASES = {
    "default": environment.database(
        environment.text("DATABASE_URL", f"sqlite:///{quote(str(PORTAL_DATA))}/portal.sqlite3")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache(environment.text("CACHE_URL", "locmem://"))}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):  # processes share it, so it may remember who is signed in
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024  # a form that is too long is answered by the form, not by an error page
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Files

MEDIA_ROOT = PORTAL_DATA / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / "static.root")))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": environment.storage(environment.text("STORAGE_URL", "folder://")),
    "staticfiles": {"BACKEND": "portal.static_files.StaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# Mail

MAILERS = {"default": environment.mailer(environment.text("EMAIL_URL", "console://"))}
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "portal@localhost")

# The queue

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PORTAL_QUEUE_IN_SERVER = environment.flag("PORTAL_QUEUE_IN_SERVER", True)

# Languages and time

NAMES_OF_LANGUAGES = dict(global_settings.LANGUAGES)
PORTAL_LANGUAGES = environment.names("PORTAL_LANGUAGES", "pl,en,zh-hans")
if unknown := [code for code in PORTAL_LANGUAGES if code not in NAMES_OF_LANGUAGES]:
    raise ImproperlyConfigured(
        f"PORTAL_LANGUAGES: Django does not know {', '.join(unknown)}; it knows {', '.join(NAMES_OF_LANGUAGES)}."
    )
if not PORTAL_LANGUAGES or len(set(PORTAL_LANGUAGES)) < len(PORTAL_LANGUAGES):
    raise ImproperlyConfigured("PORTAL_LANGUAGES: name at least one language, each once.")
LANGUAGES = [(code, NAMES_OF_LANGUAGES[code]) for code in PORTAL_LANGUAGES]
LANGUAGE_CODE = PORTAL_LANGUAGES[0]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone("PORTAL_TIME_ZONE", "Europe/Warsaw")

MODELTRANSLATION_ENABLE_FALLBACKS = False
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ()}
MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE

# The public site

PORTAL_NAME = environment.text("PORTAL_NAME", "Portal")
PORTAL_NAMES = {
    code: name
    for code in PORTAL_LANGUAGES
    if (name := environment.text(f"PORTAL_NAME_{code.upper().replace('-', '_')}", ""))
}
PORTAL_LISTS_ELSEWHERE = environment.flag("PORTAL_LISTS_ELSEWHERE", True)
PORTAL_WEBSUB_HUB = environment.hub("PORTAL_WEBSUB_HUB", "")
PORTAL_SECURITY_CONTACT = environment.contact("PORTAL_SECURITY_CONTACT", "")
PORTAL_PAGE_CACHE = environment.flag("PORTAL_PAGE_CACHE", not DEBUG)

# Suggest to a friend: how many suggestions are sent, an hour and a day

PORTAL_SHARE_FORM = environment.flag("PORTAL_SHARE_FORM", True)
PORTAL_SHARE_PER_SENDER = environment.hour_and_day("PORTAL_SHARE_PER_SENDER", "10,30")
PORTAL_SHARE_PER_RECIPIENT = environment.hour_and_day("PORTAL_SHARE_PER_RECIPIENT", "2,5")
PORTAL_SHARE_PER_ARTICLE = environment.hour_and_day("PORTAL_SHARE_PER_ARTICLE", "100,500")
PORTAL_SHARE_PER_SITE = environment.hour_and_day("PORTAL_SHARE_PER_SITE", "300,2000")
PORTAL_SHARE_HOURS = environment.number("PORTAL_SHARE_HOURS", 24)
PORTAL_SHARE_REPORT_TO = environment.names("PORTAL_SHARE_REPORT_TO", "")
PORTAL_ADDRESS_KEY = environment.text("PORTAL_ADDRESS_KEY", SECRET_KEY)
PORTAL_PRIVACY_CONTACT = environment.text("PORTAL_PRIVACY_CONTACT", "")

# Safety

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the preview stands in a frame of the admin
# The proxy sets Realproto itself. A name without a dash cannot be forged by an underscore spelling.
SECURE_PROXY_SSL_HEADER = ("HTTP_REALPROTO", "https")
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = False  # the proxy redirects
    SECURE_HSTS_SECONDS = 31536000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
SILENCED_SYSTEM_CHECKS = [
    "security.W005", "security.W021",  # subdomains and preload lists are for the owner of the domain to decide
    "security.W008",  # the proxy redirects
    "security.W019",  # see X_FRAME_OPTIONS
]  # fmt: skip
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = "/admin/"
CSRF_COOKIE_PATH = "/admin/"
CSRF_FAILURE_VIEW = "portal.views.without_token"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"strangers": {"()": "portal.logs.Strangers"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["strangers"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.tasks": {"level": "WARNING"}},  # otherwise several lines a minute
}
