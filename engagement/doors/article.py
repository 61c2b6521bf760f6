"""The doors of the shop's word."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
