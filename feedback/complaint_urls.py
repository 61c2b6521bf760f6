"""The doors of complaints."""

from django.urls import URLPattern, path

from feedback.views import complaint, complaint_move, complaint_tell, complaint_why, remedy

urlpatterns: list[URLPattern] = [
    path("complaints/", complaint.complaint_list, name="complaint_list"),
    path("complaints/new/", complaint.complaint_add, name="complaint_add"),
    path("complaints/<int:pk>/", complaint.complaint_detail, name="complaint_detail"),
    path("complaints/<int:pk>/why/", complaint_why.complaint_why, name="complaint_why"),
    path("complaints/<int:pk>/edit/", complaint.complaint_edit, name="complaint_edit"),
    path("complaints/<int:pk>/move/", complaint_move.complaint_move, name="complaint_move"),
    path("complaints/<int:pk>/wait/", complaint_move.complaint_wait, name="complaint_wait"),
    path("complaints/<int:pk>/assign/", complaint_move.complaint_assign, name="complaint_assign"),
    path("complaints/<int:pk>/note/", complaint_move.complaint_note, name="complaint_note"),
    path("complaints/<int:pk>/update/", complaint_tell.complaint_update, name="complaint_update"),
    path("complaints/<int:pk>/close/", complaint_tell.complaint_close, name="complaint_close"),
    path("complaints/<int:pk>/decide/", complaint_tell.complaint_decide, name="complaint_decide"),
    path("complaints/<int:pk>/remedies/new/", remedy.remedy_add, name="remedy_add"),
    path("complaints/remedies/<int:pk>/move/", remedy.remedy_move, name="remedy_move"),
    path("complaints/remedies/<int:pk>/approve/", remedy.remedy_approve, name="remedy_approve"),
    path("complaints/rules/", remedy.complaint_rules, name="complaint_rules"),
    path("complaints/<int:pk>/reopen/", complaint_move.complaint_reopen, name="complaint_reopen"),
]
