"""The doors of automations and announcements."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
