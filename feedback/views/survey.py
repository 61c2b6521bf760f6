"""Surveys for staff: all of them, the results of one, its draft, and its switch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.models import ShopSettings
from crm.shop.permissions import Permission
from crm.web.answers import asks_for_part, form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import in_one_piece, keyset_page
from crm.web.table_file import table_file
from customers.stale import SomebodyWasFaster
from feedback.actions.response_export import take_answers_out
from feedback.actions.survey import (
    SurveyAsksNothing,
    edit_survey,
    make_survey,
    publish_survey,
    switch_survey_off,
    switch_survey_on,
)
from feedback.answer_language import language_for, version_in
from feedback.answer_page import AnswerPage
from feedback.answer_sheet import chosen_by_link
from feedback.forms.survey import QuestionForms, SurveyForm, initial_of
from feedback.funnel import funnel_of
from feedback.models import AnswerChannel, Survey, SurveyVersion
from feedback.questions import BAND_WORDS, score_question
from feedback.result_filter import SPANS, ResultFilter
from feedback.result_splits import splits_of
from feedback.result_trend import Trend
from feedback.result_words import with_themes, words_of
from feedback.results import Figure, channels_of, figures_of_all, results_of

LIST, DETAIL = "feedback/survey_list.html", "feedback/survey_detail.html"
EDIT, FUNNEL = "feedback/survey_edit.html", "feedback/survey_funnel.html"
PREVIEW = "feedback/survey_answer.html"
SPAN_WORDS = (
    ("30", gettext_lazy("30 days")),
    ("", gettext_lazy("90 days")),
    ("365", gettext_lazy("A year")),
)


@dataclass(frozen=True)
class Card:
    """One survey in the list."""

    survey: Survey
    figures: Sequence[tuple[str | Promise, Figure]]  # one for each channel


@require(Permission.SURVEY_VIEW)
@require_safe
def survey_list(request: StaffRequest) -> HttpResponse:
    """What the shop asks, with the figure of the last 90 days."""
    surveys = list(in_one_piece(Survey.objects.visible_to(request.user).select_related("current")))
    figures = figures_of_all(surveys, now=timezone.now())
    return render(request, LIST, {"cards": [_card(survey, figures[survey.pk]) for survey in surveys]})


def _card(survey: Survey, figures: dict[str, Figure]) -> Card:
    """The channel is named where there are several, or one that is not the mail."""
    is_plain = list(figures) in ([], [AnswerChannel.MAIL])
    named = [("" if is_plain else AnswerChannel(key).label, figure) for key, figure in figures.items()]
    return Card(survey, named or [("", Figure())])


@require(Permission.SURVEY_VIEW)
@require_safe
def survey_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The results: the figure with its interval, apart by place and colleague, and what people wrote."""
    survey, now = _find(request, pk), timezone.now()
    channels = channels_of(survey)
    wanted = ResultFilter.read(request.GET, request.user).on(channels).within(survey)
    has_bands = bool(survey.current and survey.current.score) and not survey.is_anonymous
    context: dict[str, Any] = {
        "survey": survey,
        "wanted": wanted,
        "spans": SPAN_WORDS,
        "bands": [("", gettext_lazy("All")), *(BAND_WORDS if has_bands else {}).items()],
        "channels": [AnswerChannel(channel) for channel in channels],
    }
    is_hidden = False
    if not asks_for_part(request) or survey.is_anonymous:
        results = results_of(survey, wanted, now=now)
        splits = splits_of(survey, wanted, user=request.user, now=now)
        context |= {"results": results, "splits": splits, "trend": Trend(results.figure, results.before)}
        is_hidden = results.is_hidden
    told = words_of(survey, wanted).none() if is_hidden else words_of(survey, wanted)
    page = keyset_page(told, order=("-id",), after=request.GET.get("after"))
    context |= {"page": page, "with_themes": with_themes(page.rows)}
    return page_or_fragment(request, DETAIL, context, fragment="rows")


@require(Permission.SURVEY_VIEW)
@require_safe
def survey_funnel(request: StaffRequest, pk: int) -> HttpResponse:
    """From due to answered, why some were not asked, and what robots did."""
    survey, span = _find(request, pk), request.GET.get("days", "")
    context = {
        "survey": survey,
        "span": span if span in SPANS else "",
        "spans": SPAN_WORDS,
        "funnel": funnel_of(survey, now=timezone.now(), days=SPANS.get(span, SPANS[""])),
    }
    return render(request, FUNNEL, context)


@require(Permission.SURVEY_VIEW)
@require_safe
def survey_preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The draft as customers would see it, for a name that is made up; the button leads nowhere."""
    survey = _find(request, pk)
    shop, version = ShopSettings.current(), SurveyVersion(survey=survey, **survey.as_published)
    language = language_for(request, version, shop)
    version = version_in(version, language)
    score = version.score
    chosen = chosen_by_link(score, request.GET.get("v", ""))
    given = {score.key: chosen} if score and chosen is not None else {}
    with translation.override(language):
        page = AnswerPage(survey, version, given, _("Anna"), shop)
        return render(request, PREVIEW, {"page": page, "is_preview": True})


@require(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_add(request: StaffRequest) -> HttpResponse:
    """A survey of our own."""
    form = SurveyForm(posted(request), initial=initial_of(None))
    questions = QuestionForms(posted(request), [])
    context = {"form": form, "questions": questions}
    if request.method != "POST":
        return render(request, EDIT, context)
    if not (form.is_valid() & questions.is_valid()):
        return form_again(request, EDIT, context)
    wanted, by = form.wanted(questions.questions()), request.user
    survey = only_once(form.cleaned_data["once"], Survey, lambda: make_survey(wanted, by=by), by=by)
    return redirect("feedback:survey_edit", survey.pk)


@require(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The draft: customers see it when it is published."""
    survey = _find(request, pk)
    form = SurveyForm(posted(request), initial=initial_of(survey))
    questions = QuestionForms(posted(request), survey.draft)
    context: dict[str, Any] = {"form": form, "questions": questions, "survey": survey}
    if request.method != "POST":
        return render(request, EDIT, context)
    if not (form.is_valid() & questions.is_valid()):
        return form_again(request, EDIT, context)
    if not _keeps_its_scale(survey, questions):
        questions.problem = _("The first question of this survey is answered on its own scale.")
        return form_again(request, EDIT, context)
    try:
        version = form.cleaned_data["version"] or 0
        edit_survey(survey, form.wanted(questions.questions()), version=version, by=request.user)
    except SomebodyWasFaster:
        survey.refresh_from_db()
        return stale_form_again(request, EDIT, context, form=form, version=survey.version)
    messages.success(request, _("Saved. Customers see it when you publish it."))
    return redirect("feedback:survey_edit", pk)


def _keeps_its_scale(survey: Survey, questions: QuestionForms) -> bool:
    """What came with the house is compared over the years: its first scale stays."""
    before, after = score_question(survey.draft), score_question(questions.questions())
    return not survey.key or (before and (before.key, before.shape)) == (after and (after.key, after.shape))


@require(Permission.SURVEY_EDIT)
@require_POST
def survey_publish(request: StaffRequest, pk: int) -> HttpResponse:
    """From now on customers are asked so."""
    try:
        version = publish_survey(_find(request, pk), by=request.user)
        messages.success(request, _("Published: this is version %d.") % version.number)
    except SurveyAsksNothing:
        messages.error(request, _("Ask at least one question."))
    return redirect("feedback:survey_edit", pk)


@require(Permission.SURVEY_EDIT)
@require_POST
def survey_switch(request: StaffRequest, pk: int) -> HttpResponse:
    """On or off: the button says which."""
    survey = _find(request, pk)
    try:
        if request.POST.get("on") == "1":
            switch_survey_on(survey, by=request.user)
            messages.success(request, _("It is on. What happened before this moment is left alone."))
        else:
            switch_survey_off(survey, by=request.user)
            messages.success(request, _("It is off, and what it had planned is called off."))
    except SurveyAsksNothing:
        messages.error(request, _("Ask at least one question."))
    return redirect("feedback:survey_list")


@require(Permission.CUSTOMER_EXPORT)
@sudo  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_POST
def survey_export(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    """Everything that was answered, as a file."""
    survey = _find(request, pk)
    rows = take_answers_out(survey, by=request.user)
    return table_file(rows, f"survey-{survey.pk}", wanted=request.POST.get("format", ""))


def _find(request: StaffRequest, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.user).select_related("current"), pk=pk)
