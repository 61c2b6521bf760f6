"""The doors of the cellar."""

from django.urls import path

from crm.shop.views import first_run

app_name = "shop"

urlpatterns = [
    path("welcome/", first_run.shop_open, name="shop_open"),
]
