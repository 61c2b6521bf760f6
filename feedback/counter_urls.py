"""The doors of answering in the shop."""

from django.urls import URLPattern, path

from feedback.views import code_public, kiosk, kiosk_public, printed_code

urlpatterns: list[URLPattern] = [
    path("codes/", printed_code.printed_code_list, name="printed_code_list"),
    path("codes/new/", printed_code.printed_code_add, name="printed_code_add"),
    path("codes/<int:pk>/end/", printed_code.printed_code_end, name="printed_code_end"),
    path("codes/<int:pk>/paper/", printed_code.printed_code_paper, name="printed_code_paper"),
    path("kiosks/", kiosk.kiosk_list, name="kiosk_list"),
    path("kiosks/new/", kiosk.kiosk_set_up, name="kiosk_set_up"),
    path("kiosks/<int:pk>/revoke/", kiosk.kiosk_revoke, name="kiosk_revoke"),
    # The tablet itself, and whoever taps on it.
    path("kiosk/", kiosk_public.kiosk, name="kiosk"),
    path("kiosk/worker.js", kiosk_public.kiosk_worker, name="kiosk_worker"),
    # Anybody who stands before the paper.
    path("q/<str:code>/", code_public.code_answer, name="code_answer"),
]
