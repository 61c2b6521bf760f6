"""The doors of surveys and their answers."""

from django.urls import URLPattern, path

from engagement.models import LinkPurpose
from engagement.public_links import PATHS
from feedback.views import response, survey, survey_ask, survey_mode, survey_public, survey_translate

urlpatterns: list[URLPattern] = [
    path("surveys/", survey.survey_list, name="survey_list"),
    path("surveys/new/", survey.survey_add, name="survey_add"),
    path("surveys/<int:pk>/", survey.survey_detail, name="survey_detail"),
    path("surveys/<int:pk>/edit/", survey.survey_edit, name="survey_edit"),
    path("surveys/<int:pk>/publish/", survey.survey_publish, name="survey_publish"),
    path("surveys/<int:pk>/switch/", survey.survey_switch, name="survey_switch"),
    path("surveys/<int:pk>/mode/", survey_mode.survey_mode, name="survey_mode"),
    path("surveys/<int:pk>/funnel/", survey.survey_funnel, name="survey_funnel"),
    path("surveys/<int:pk>/export/", survey.survey_export, name="survey_export"),
    path("surveys/<int:pk>/preview/", survey.survey_preview, name="survey_preview"),
    path("surveys/<int:pk>/languages/", survey_translate.survey_language_list, name="survey_language_list"),
    path(
        "surveys/<int:pk>/languages/<slug:language>/",
        survey_translate.survey_translate,
        name="survey_translate",
    ),
    path("customers/<int:pk>/ask/", survey_ask.survey_ask, name="survey_ask"),
    path("answers/<int:pk>/", response.response_detail, name="response_detail"),
    path("answers/<int:pk>/judge/", response.response_judge, name="response_judge"),
    # Anybody who holds a link from a mail.
    path(f"{PATHS[LinkPurpose.SURVEY]}<str:token>/", survey_public.survey_answer, name="survey_answer"),
]
