"""Django settings of the demo desk; its folder and webhook address come from the environment."""

import os
from pathlib import Path

DATA = Path(os.environ["HEARD_DEMO_DESK_DATA"])
HOOK_URL = os.environ.get("HEARD_DEMO_DESK_HOOK", "")

SECRET_KEY = "demo desk on 127.0.0.1, nothing to protect"  # noqa: S105 (holds invented people only)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "integrations.django_helpdesk.demo.urls"
SITE_ID = 1
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.humanize",
    "helpdesk",
    "rest_framework",
    "rest_framework.authtoken",
    "integrations.django_helpdesk.demo.apps.DemoConfig",
]
# A new desk needs the tables, not the ten years of steps that led to them: half a second instead of six.
MIGRATION_MODULES = dict.fromkeys(
    ("admin", "auth", "contenttypes", "sessions", "sites", "helpdesk", "authtoken"),
)
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "desk.sqlite3",
        # The agent's page and our API calls write at the same time: wait for the lock instead of failing on it.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
LOGIN_URL = "helpdesk:login"
LOGIN_REDIRECT_URL = "helpdesk:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # every API call logs in; nothing to protect
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.BasicAuthentication",
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.TokenAuthentication",
    ]
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}

HELPDESK_TEAMS_MODE_ENABLED = False  # would need another package
HELPDESK_TICKETS_TIMELINE_ENABLED = False  # the only page of a newcomer's way that asks a CDN
HELPDESK_ALLOW_NON_STAFF_TICKET_UPDATE = False
HELPDESK_STAFF_ONLY_TICKET_OWNERS = True
HELPDESK_WEBHOOK_TIMEOUT = 3
# The agent's own field. Without this list, a reply form that was opened before our write blanks our fields.
HELPDESK_SHOW_CUSTOM_FIELDS_FOLLOW_UP_LIST = ["empathy_review"]
# Recommended in the README: else upstream mails the assignee and the copies about every private follow-up.
# The tests switch it off to prove that even then no mail holds the note.
HELPDESK_PRIVATE_FOLLOWUP_MEANS_NO_EMAILS = os.environ.get("HEARD_DEMO_DESK_PRIVATE_MAIL") != "1"


def HELPDESK_GET_FOLLOWUP_WEBHOOK_URLS() -> list[str]:  # noqa: N802 (django-helpdesk's name)
    return [HOOK_URL] if HOOK_URL else []
