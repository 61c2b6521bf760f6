"""The floor: the same server, database and pool, with no middleware but sessions and sign-in."""

from crm.settings import *  # noqa: F403 - everything else is the same on purpose

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "crm.bench.floor"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {}}]
