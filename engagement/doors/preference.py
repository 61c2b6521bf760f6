"""The doors of what customers want to be sent, and whom we do not write to."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
