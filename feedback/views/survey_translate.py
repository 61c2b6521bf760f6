"""A survey in other languages: which there are, what each lacks, and putting it into one."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.models import ShopSettings
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted, stale_form_again
from customers.stale import SomebodyWasFaster
from feedback.actions.survey import translate_survey
from feedback.forms.survey_translation import TranslationForm
from feedback.models import Survey
from feedback.page_words import short, spoken
from feedback.survey_translation import missing_in, own_name

LIST, EDIT = "feedback/survey_language_list.html", "feedback/survey_translate.html"


@dataclass(frozen=True)
class Tongue:
    """One language a survey may be put into, and how many texts it still lacks."""

    code: str
    name: str
    missing: int
    is_begun: bool
    is_published: bool


@require(Permission.SURVEY_EDIT)
@require_safe
def survey_language_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Each language: shown to customers, whole, begun, or not there."""
    survey = _find(request, pk)
    texts, live = survey.texts, survey.current.translations if survey.current else {}
    tongues = [
        Tongue(
            code,
            own_name(code),
            len(missing_in(survey.translations.get(code, {}), texts)),
            code in survey.translations,
            code in live,
        )
        for code in _others()
    ]
    own = own_name(_of_the_shop())
    return render(request, LIST, {"survey": survey, "tongues": tongues, "own": own, "texts": len(texts)})


@require(Permission.SURVEY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_translate(request: StaffRequest, pk: int, language: str) -> HttpResponse:
    """Each text with a field under it."""
    survey = _find(request, pk)
    if language not in _others():
        raise Http404
    form = TranslationForm(posted(request), survey, language)
    context = {"survey": survey, "form": form, "name": own_name(language)}
    if request.method != "POST":
        return render(request, EDIT, context)
    if not form.is_valid():
        return form_again(request, EDIT, context)
    try:
        version = form.cleaned_data["version"] or 0
        survey = translate_survey(survey, language, form.says(), version=version, by=request.user)
    except SomebodyWasFaster:
        survey.refresh_from_db()
        return stale_form_again(request, EDIT, context, form=form, version=survey.version)
    messages.success(request, _("Saved. Customers see it when it is whole and you publish it."))
    return redirect("feedback:survey_language_list", pk)


def _find(request: StaffRequest, pk: int) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.user).select_related("current"), pk=pk)


def _of_the_shop() -> str:
    shop = ShopSettings.current()
    return short(shop.language) if shop else ""


def _others() -> list[str]:
    """The languages whose words the answering page speaks, but for that of the shop."""
    own = _of_the_shop()
    return [code for code in spoken() if code != own]
