"""The doors that customers open, without an account: each stands in the list of the tests."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
