"""The doors of the import room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
