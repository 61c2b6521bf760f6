"""The doors of the ground floor."""

from django.urls import include, path

app_name = "customers"

urlpatterns = [
    path("imports/", include("customers.import_urls")),
]
