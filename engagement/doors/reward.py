"""The doors of vouchers, surprises, loyalty cards and referrals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
