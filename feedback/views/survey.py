"""Surveys for staff: all of them, the results of one, its draft, and its switch."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted, stale_form_again
from crm.web.paging import keyset_page
from crm.web.spreadsheet import csv_lines
from customers.models import Customer
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
from feedback.answer_page import AnswerPage
from feedback.answer_sheet import chosen_by_link
from feedback.forms.survey import QuestionForms, SurveyForm, initial_of
from feedback.funnel import funnel_of
from feedback.models import Invitation, Survey, SurveyVersion
from feedback.questions import BAND_WORDS, score_question
from feedback.results import SPANS, Figure, answers_of, figures_of_all, results_of

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
    figure: Figure


@require(Permission.SURVEY_VIEW)
@require_safe
def survey_list(request: StaffRequest) -> HttpResponse:
    """What the shop asks, with the figure of the last 90 days."""
    surveys = list(Survey.objects.visible_to(request.user).select_related("current"))
    figures = figures_of_all(surveys, now=timezone.now())
    return render(request, LIST, {"cards": [Card(survey, figures[survey.pk]) for survey in surveys]})


@require(Permission.SURVEY_VIEW)
@require_safe
def survey_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The results: the figure with its interval, and what people wrote, the newest first."""
    survey, span, band = _find(request, pk), request.GET.get("days", ""), request.GET.get("band", "")
    told = answers_of(survey).confirmed().exclude(comment="").select_related("customer", "version", "survey")
    if band in BAND_WORDS:
        told = told.filter(band=band)
    page = keyset_page(told, order=("-id",), after=request.GET.get("after"))
    context: dict[str, Any] = {
        "survey": survey,
        "page": page,
        "span": span if span in SPANS else "",
        "spans": SPAN_WORDS,
        "band": band,
        "bands": [("", gettext_lazy("All")), *BAND_WORDS.items()],
        "results": results_of(survey, now=timezone.now(), days=SPANS.get(span, SPANS[""])),
    }
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
    version = SurveyVersion(survey=survey, intro=survey.intro, questions=survey.questions)
    customer = Customer(given_name=_("Anna"))
    invitation = Invitation(survey=survey, version=version, customer=customer)
    score = version.score
    chosen = chosen_by_link(score, request.GET.get("v", ""))
    given = {score.key: chosen} if score and chosen is not None else {}
    return render(request, PREVIEW, {"page": AnswerPage(invitation, given), "is_preview": True})


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


@require(Permission.CUSTOMER_EXPORT)  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_POST
def survey_export(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    """Everything that was answered, as a file."""
    survey = _find(request, pk)
    lines = csv_lines(take_answers_out(survey, by=request.user))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"survey-{survey.pk}-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _find(request: StaffRequest, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.user).select_related("current"), pk=pk)
