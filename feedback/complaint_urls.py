"""The doors of complaints."""

from django.urls import URLPattern, path

from feedback.views import (
    complaint,
    complaint_board,
    complaint_figures,
    complaint_file,
    complaint_move,
    complaint_target,
    complaint_tell,
    complaint_why,
    decision_letter,
    remedy,
    root_cause,
    web_complaint,
)

urlpatterns: list[URLPattern] = [
    path("complaints/", complaint.complaint_list, name="complaint_list"),
    path("complaints/new/", complaint.complaint_add, name="complaint_add"),
    path("complaints/<int:pk>/", complaint.complaint_detail, name="complaint_detail"),
    path("complaints/<int:pk>/why/", complaint_why.complaint_why, name="complaint_why"),
    path("complaints/<int:pk>/edit/", complaint.complaint_edit, name="complaint_edit"),
    path("complaints/<int:pk>/move/", complaint_move.complaint_move, name="complaint_move"),
    path("complaints/<int:pk>/wait/", complaint_move.complaint_wait, name="complaint_wait"),
    path("complaints/<int:pk>/assign/", complaint_move.complaint_assign, name="complaint_assign"),
    path("complaints/<int:pk>/recognise/", complaint_move.complaint_recognise, name="complaint_recognise"),
    path("complaints/<int:pk>/note/", complaint_move.complaint_note, name="complaint_note"),
    path("complaints/<int:pk>/update/", complaint_tell.complaint_update, name="complaint_update"),
    path("complaints/<int:pk>/close/", complaint_tell.complaint_close, name="complaint_close"),
    path("complaints/<int:pk>/decide/", complaint_tell.complaint_decide, name="complaint_decide"),
    path("complaints/<int:pk>/remedies/new/", remedy.remedy_add, name="remedy_add"),
    path(
        "complaints/letters/<int:pk>/page/", decision_letter.decision_letter_html, name="decision_letter_html"
    ),
    path(
        "complaints/letters/<int:pk>/paper/", decision_letter.decision_letter_pdf, name="decision_letter_pdf"
    ),
    path("complaints/remedies/<int:pk>/move/", remedy.remedy_move, name="remedy_move"),
    path("complaints/remedies/<int:pk>/approve/", remedy.remedy_approve, name="remedy_approve"),
    path("complaints/board/", complaint_board.complaint_board, name="complaint_board"),
    path("complaints/causes/", root_cause.root_cause_list, name="root_cause_list"),
    path("complaints/causes/<int:pk>/retire/", root_cause.root_cause_retire, name="root_cause_retire"),
    path("complaints/<int:pk>/merge/", complaint_move.complaint_merge, name="complaint_merge"),
    path("complaints/<int:pk>/files/new/", complaint_file.complaint_file_add, name="complaint_file_add"),
    path("complaints/files/<int:pk>/", complaint_file.complaint_file, name="complaint_file"),
    path("complain/", web_complaint.complaint_web, name="complaint_web"),
    path("complaints/figures/", complaint_figures.complaint_figures, name="complaint_figures"),
    path("complaints/times/", complaint_target.complaint_targets, name="complaint_targets"),
    path("complaints/rules/", remedy.complaint_rules, name="complaint_rules"),
    path("complaints/<int:pk>/reopen/", complaint_move.complaint_reopen, name="complaint_reopen"),
]
