"""One question a month to those who work here."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from feedback.actions.pulse import SomebodyHasAnswered, answer_pulse, ask_otherwise
from feedback.forms.pulse import PulseForm, PulseQuestionForm
from feedback.models import Pulse
from feedback.pulse_figures import are_enough_people, pulse_results

PAGE = "feedback/pulse.html"
THANKS = gettext_lazy("Thank you. It is counted, and nothing says that it was yours.")


@require(Permission.PULSE_ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: StaffRequest) -> HttpResponse:
    """Answer, once; and what the months before came to."""
    asked = _asked()
    form = PulseForm(posted(request), question=asked.question) if asked else None
    if request.method != "POST" or asked is None or form is None:
        return render(request, PAGE, _context(request, asked, form))
    if not form.is_valid():
        return form_again(request, PAGE, _context(request, asked, form))
    answer_pulse(asked, form.cleaned_data["score"], colleague=request.user)
    messages.success(request, THANKS)
    return redirect("feedback:pulse")


@require(Permission.PULSE_ASK)
@require_POST
def pulse_ask(request: StaffRequest) -> HttpResponse:
    """Another question, as long as nobody has answered this one."""
    asked, form = _asked(), PulseQuestionForm(request.POST)
    if asked is None or not form.is_valid():
        return form_again(request, PAGE, _context(request, asked, None, other=form), fragment="question")
    try:
        ask_otherwise(asked, form.cleaned_data["question"], by=request.user)
    except SomebodyHasAnswered:
        messages.warning(request, _("Somebody has answered already: the question changes next month."))
    else:
        messages.success(request, _("Written down."))
    return redirect("feedback:pulse")


def _asked() -> Pulse | None:
    """The one of this month, where there are enough people to hide among."""
    found = Pulse.objects.filter(month=timezone.localdate().replace(day=1)).first()
    return found if found and are_enough_people() else None


def _context(
    request: StaffRequest, asked: Pulse | None, form: PulseForm | None, **more: Any
) -> dict[str, Any]:
    other = PulseQuestionForm(initial={"question": asked.question if asked else ""})
    return {
        "asked": asked,
        "has_answered": asked is not None and asked.turns.filter(user=request.user).exists(),
        "form": form,
        "other": other,
        "results": pulse_results(timezone.localdate()),
        **more,
    }
