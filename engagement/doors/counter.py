"""The doors of follow-ups, cadences, enquiries and special orders."""

from django.urls import URLPattern, path

from engagement.views import follow_up

urlpatterns: list[URLPattern] = [
    path("follow-ups/", follow_up.follow_up_list, name="follow_up_list"),
    path("follow-ups/reassign/", follow_up.follow_up_reassign, name="follow_up_reassign"),
    path("follow-ups/<int:pk>/", follow_up.follow_up_act, name="follow_up_act"),
    path("customers/<int:pk>/follow-ups/new/", follow_up.follow_up_add, name="follow_up_add"),
]
