"""The doors of mails, their words, their pace."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
