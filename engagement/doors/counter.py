"""The doors of follow-ups, cadences, enquiries and special orders."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
