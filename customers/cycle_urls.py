"""The doors of the cycle: the whole of it, one customer's stage, and the rules."""

from django.urls import path

from customers.views import cycle, stage

urlpatterns = [
    path("cycle/", cycle.cycle, name="cycle"),
    path("cycle/people/", cycle.cycle_people, name="cycle_people"),
    path("settings/cycle/", cycle.cycle_rules, name="cycle_rules"),
    path("customers/<int:pk>/stage/", stage.stage_history, name="stage_history"),
    path("customers/<int:pk>/stage/pin/", stage.stage_pin, name="stage_pin"),
    path("customers/<int:pk>/stage/unpin/", stage.stage_unpin, name="stage_unpin"),
    path("customers/<int:pk>/recommendations/", stage.recommendation_note, name="recommendation_note"),
    path(
        "customers/<int:pk>/recommendations/<int:evidence_pk>/withdraw/",
        stage.recommendation_withdraw,
        name="recommendation_withdraw",
    ),
]
