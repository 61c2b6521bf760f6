"""The doors that customers open, without an account: each stands in the list of the tests."""

from django.urls import URLPattern, path

from engagement.models import LinkPurpose
from engagement.public_links import PATHS
from engagement.views import calendar_feed, provider_hook, public, reward_public, web_enquiry

urlpatterns: list[URLPattern] = [
    path("hooks/mail/<str:kind>/", provider_hook.provider_hook, name="provider_hook"),
    path(f"{PATHS[LinkPurpose.PREFERENCES]}<str:token>/", public.preference_centre, name="preference_centre"),
    path(f"{PATHS[LinkPurpose.VOUCHER]}<str:token>/", reward_public.voucher_show, name="voucher_show"),
    path(f"{PATHS[LinkPurpose.CARD]}<str:token>/", reward_public.loyalty_show, name="loyalty_show"),
    path("calendar/<str:token>.ics", calendar_feed.calendar_feed, name="calendar_feed"),
    path("ask/", web_enquiry.enquiry_ask, name="enquiry_ask"),
    path("friend/<str:code>/", reward_public.friend, name="friend"),
]
