"""What the shop does about an answer: ring whoever wants that, set aside what no person said."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from engagement.actions.follow_up import Promise, make_follow_up, who_does_it
from engagement.enquiry_clock import answer_due
from engagement.places import Places
from feedback.models import Response


@transaction.atomic
def ask_for_call(response: Response, *, by: User | None = None) -> Response:
    """They want to be rung: somebody promises it, by the day the shop answers by. Twice is once."""
    response = (
        Response.objects.select_for_update(of=("self",))
        .select_related("customer", "survey")
        .get(pk=response.pk)
    )
    if response.wants_call_at is None:
        response.wants_call_at = timezone.now()
        response.save(update_fields=["wants_call_at"])
        _promise_a_call(response, by)
        audit.record("response.wants_call", response, by=by)
    return response


def _promise_a_call(response: Response, by: User | None) -> None:
    shop, owner = ShopSettings.current(), who_does_it(response.customer)
    if shop is None or owner is None:
        return
    due = answer_due(Places(shop).hours_of(None), timezone.now(), shop.answer_within_hours)
    with translation.override(shop.language):
        reason = _("Was unhappy (%(survey)s) and would like to be rung") % {"survey": response.survey.name}
    day = timezone.localdate(due) if due else timezone.localdate()
    promise = Promise(reason=reason, due_on=day, owner=owner, cause=audit.label(response))
    make_follow_up(response.customer, promise, by=by)


@transaction.atomic
def mark_response_invalid(response: Response, *, reason: str, by: User | None) -> Response:
    """It counts no more, and everybody can see why. Twice is once."""
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.invalid_at is None:
        response.invalid_at, response.invalid_by = timezone.now(), by
        response.invalid_reason = reason[:200]
        response.save(update_fields=["invalid_at", "invalid_by", "invalid_reason"])
        audit.record("response.set_aside", response, by=by)
    return response


@transaction.atomic
def count_response_again(response: Response, *, by: User | None) -> Response:
    """It was right after all. Twice is once."""
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.invalid_at is not None:
        response.invalid_at = response.invalid_by = None
        response.invalid_reason = ""
        response.save(update_fields=["invalid_at", "invalid_by", "invalid_reason"])
        audit.record("response.counts_again", response, by=by)
    return response
