"""The doors of checklists and of looks at the shop."""

from django.urls import URLPattern, path

from engagement.public_links import PATHS
from feedback.actions.mystery_visit import LINK
from feedback.views import checklist, mystery_visit
from feedback.views.mystery_visit_report import mystery_visit_report

urlpatterns: list[URLPattern] = [
    path("visits/", mystery_visit.mystery_visit_list, name="mystery_visit_list"),
    path("visits/<int:pk>/", mystery_visit.mystery_visit_detail, name="mystery_visit_detail"),
    path("visits/<int:pk>/call-off/", mystery_visit.mystery_visit_call_off, name="mystery_visit_call_off"),
    path("visits/<int:pk>/answer/", mystery_visit.mystery_visit_answer, name="mystery_visit_answer"),
    path("checklists/", checklist.checklist_list, name="checklist_list"),
    path("checklists/new/", checklist.checklist_add, name="checklist_add"),
    path("checklists/<int:pk>/", checklist.checklist_detail, name="checklist_detail"),
    path("checklists/<int:pk>/edit/", checklist.checklist_edit, name="checklist_edit"),
    path("checklists/<int:pk>/retire/", checklist.checklist_retire, name="checklist_retire"),
    path("checklists/<int:pk>/send/", mystery_visit.mystery_visit_assign, name="mystery_visit_assign"),
    path("checklists/<int:pk>/watch/", mystery_visit.mystery_visit_observe, name="mystery_visit_observe"),
    # Whoever was sent, by their link.
    path(f"{PATHS[LINK]}<str:token>/", mystery_visit_report, name="mystery_visit_report"),
]
