"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

MADE_BETWEEN_LOOKS = 20_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

application = get_wsgi_application()

# The server divides itself only after this (--preload), and its parts share the memory they do not change:
# so every page is read now, and what is here is never looked at by the collector, which would change it.
reversible = get_resolver().reverse_dict
gc.collect()
gc.freeze()
# One page makes some thousand things, and drops them without the collector: it need not look several times.
gc.set_threshold(MADE_BETWEEN_LOOKS)
