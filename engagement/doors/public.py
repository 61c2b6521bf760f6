"""The doors that customers open, without an account: each stands in the list of the tests."""

from django.urls import URLPattern, path

from engagement.models import LinkPurpose
from engagement.public_links import PATHS
from engagement.views import public

urlpatterns: list[URLPattern] = [
    path(f"{PATHS[LinkPurpose.PREFERENCES]}<str:token>/", public.preference_centre, name="preference_centre"),
]
