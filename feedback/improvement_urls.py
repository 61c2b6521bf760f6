"""The doors of improvements, ideas and the huddle."""

from django.urls import URLPattern, path

from feedback.views import huddle, idea, improvement, improvement_mail, improvement_news, praise, pulse

urlpatterns: list[URLPattern] = [
    path("improvements/", improvement.improvement_list, name="improvement_list"),
    path("improvements/new/", improvement.improvement_add, name="improvement_add"),
    path("improvements/<int:pk>/", improvement.improvement_detail, name="improvement_detail"),
    path("improvements/<int:pk>/edit/", improvement.improvement_edit, name="improvement_edit"),
    path("improvements/<int:pk>/move/", improvement.improvement_move, name="improvement_move"),
    path("improvements/<int:pk>/evidence/", improvement.improvement_evidence, name="improvement_evidence"),
    path("improvements/<int:pk>/show/", improvement_news.improvement_show, name="improvement_show"),
    path("improvements/<int:pk>/tell/", improvement_news.improvement_tell, name="improvement_tell"),
    path("improvements/<int:pk>/mail/", improvement_mail.improvement_mail, name="improvement_mail"),
    path(
        "improvements/<int:pk>/mail/html/",
        improvement_mail.improvement_mail_html,
        name="improvement_mail_html",
    ),
    path("improvements/<int:pk>/poster/", improvement_news.improvement_poster, name="improvement_poster"),
    path("you-said-we-did/", improvement_news.said_and_done, name="said_and_done"),
    path("ideas/", idea.idea_list, name="idea_list"),
    path("ideas/<int:pk>/answer/", idea.idea_answer, name="idea_answer"),
    path("team/", praise.praise_list, name="praise_list"),
    path("team/praise/<int:pk>/drop/", praise.praise_drop, name="praise_drop"),
    path("pulse/", pulse.pulse, name="pulse"),
    path("pulse/question/", pulse.pulse_ask, name="pulse_ask"),
    path("huddle/", huddle.huddle, name="huddle"),
    path("huddle/decide/", huddle.huddle_decide, name="huddle_decide"),
]
