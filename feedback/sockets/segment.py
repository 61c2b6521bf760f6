"""What rules of saved lists can ask of this floor: answers to surveys, complaints, reviews."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.shop.permissions import Permission
from customers.segments.kind import Answer, Given, Input, Kind, Options, register_kinds
from customers.segments.period import PERIOD, period
from customers.segments.reading import (
    AT_LEAST,
    AT_MOST,
    among,
    bounds,
    chosen,
    picked,
    wanted,
    words_of,
)
from feedback.models import Complaint, Invitation, Response, Review, RootCause, Survey
from feedback.models.complaint import CLOSED
from feedback.questions import BAND_WORDS

OPINION = gettext_lazy("What they say")
BANDS: Options = [(str(key), words) for key, words in BAND_WORDS.items()]
STATES: Options = [("open", gettext_lazy("still open")), ("closed", gettext_lazy("closed"))]
ANSWERED: Options = [("yes", gettext_lazy("answered")), ("no", gettext_lazy("did not answer"))]


def _surveys() -> Options:
    return [(str(each.pk), each.name) for each in Survey.objects.order_by("name", "pk")]


def _causes() -> Options:
    return [(str(each.pk), str(each)) for each in RootCause.objects.all()]


def _said(*words: str) -> str:
    return " ".join(filter(None, words))


def _some(**given: list[str]) -> dict[str, list[str]]:
    return {name: values for name, values in given.items() if values}


def _of_survey(given: Given) -> tuple[list[str], str]:
    options = _surveys()
    which = chosen(given, "survey", options)
    return which, words_of(which, options) if which else _("any survey")


def _answered(given: Given) -> Answer:
    """Anonymous answers know nobody, so nobody is found by them."""
    (which, named), bands = _of_survey(given), chosen(given, "band", BANDS)
    score, when = bounds(given), period(given)
    found = Response.objects.counting().filter(
        when.of("confirmed_at"), score.of("score"), customer__isnull=False
    )
    if which:
        found = found.filter(survey__in=[int(key) for key in which])
    if bands:
        found = found.filter(band__in=bands)
    said = _said(
        _("answered %s") % named,
        ngettext("with %s point", "with %s points", score.many) % score.said if score else "",
        f"({words_of(bands, BANDS)})" if bands else "",
        when.said,
    )
    kept = {**_some(survey=which, band=bands), **score.given, **when.given}
    return Answer(kept, said, among(found))


def _asked(given: Given) -> Answer:
    (which, named), when = _of_survey(given), period(given)
    answer = wanted(picked(given, "answered", ANSWERED), _("Please choose something here."))
    found = Invitation.objects.filter(when.of("created_at"))
    if which:
        found = found.filter(survey__in=[int(key) for key in which])
    done = Q(is_used=True) | Q(response__confirmed_at__isnull=False)
    found = found.filter(done if answer == ["yes"] else ~done)
    said = _said(_("was asked by %s and") % named, words_of(answer, ANSWERED), when.said)
    kept = {**_some(survey=which, answered=answer), **when.given}
    return Answer(kept, said, among(found))


def _complained(given: Given) -> Answer:
    """Without what is said about a colleague: that is for those who lead the shop."""
    state, causes, when = picked(given, "state", STATES), chosen(given, "cause", _causes()), period(given)
    found = Complaint.objects.filter(when.of("received_at"), customer__isnull=False, is_about_staff=False)
    if state:
        found = found.filter(state__in=CLOSED) if state == ["closed"] else found.open()
    if causes:
        found = found.filter(root_cause__in=[int(key) for key in causes])
    said = _said(
        _("complained"),
        _("because of %s") % words_of(causes, _causes()) if causes else "",
        when.said,
        f"({words_of(state, STATES)})" if state else "",
    )
    kept = {**_some(state=state, cause=causes), **when.given}
    return Answer(kept, said, among(found))


def _reviewed(given: Given) -> Answer:
    stars, when = bounds(given), period(given)
    found = Review.objects.filter(
        when.of("written_on", is_day=True), stars.of("score"), customer__isnull=False
    )
    of_stars = ngettext("with %s star", "with %s stars", stars.many) % stars.said if stars else ""
    said = _said(_("wrote a review"), of_stars, when.said)
    return Answer({**stars.given, **when.given}, said, among(found))


SURVEY = Input("survey", gettext_lazy("Which survey"), "ticks", _surveys)
BAND = Input("band", gettext_lazy("How it was"), "ticks", lambda: BANDS)
REPLY = Input("answered", gettext_lazy("And then"), "pick", lambda: ANSWERED)
STATE = Input("state", gettext_lazy("State"), "pick", lambda: STATES)
CAUSE = Input("cause", gettext_lazy("Cause"), "ticks", _causes)
register_kinds(
    [
        Kind(
            "answered",
            gettext_lazy("Answered a survey"),
            OPINION,
            _answered,
            (SURVEY, BAND, AT_LEAST, AT_MOST, *PERIOD),
            Permission.SURVEY_VIEW,
            is_opinion=True,
        ),
        Kind(
            "asked",
            gettext_lazy("Was asked by a survey"),
            OPINION,
            _asked,
            (SURVEY, REPLY, *PERIOD),
            Permission.SURVEY_VIEW,
        ),
        Kind(
            "complained",
            gettext_lazy("Complained"),
            OPINION,
            _complained,
            (STATE, CAUSE, *PERIOD),
            Permission.COMPLAINT_VIEW,
            is_opinion=True,
        ),
        Kind(
            "reviewed",
            gettext_lazy("Wrote a review"),
            OPINION,
            _reviewed,
            (AT_LEAST, AT_MOST, *PERIOD),
            Permission.REVIEW_VIEW,
            is_opinion=True,
        ),
    ]
)
