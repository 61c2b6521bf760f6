"""All that programs may ask the shop, floor by floor."""

from django.urls import include, path

app_name = "api"

urlpatterns = [
    path("v1/", include("customers.api.urls")),
    path("v1/", include("engagement.api.urls")),
    path("v1/", include("feedback.api.urls")),
    path("v1/", include("metrics.api.urls")),
]
