"""The floor: the same server, settings, database and pool, with no middleware but sessions and sign-in."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
django.setup()
# After the set-up: some apps refuse to start without a middleware of theirs.
settings.MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
settings.ROOT_URLCONF = "crm.bench.floor"

application = WSGIHandler()
