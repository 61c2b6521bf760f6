"""The pulse of those who work here: a new one each month, answered once, nothing kept of who said what."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from feedback.models import Pulse, PulseTurn
from feedback.models.pulse import SCORES


class PulseIsOver(Exception):
    """Its month has passed."""


class SomebodyHasAnswered(Exception):
    """An answer was given to the question as it stands."""


@transaction.atomic
def begin_pulse() -> Pulse | None:
    """The pulse of this month, with the question of the last. Twice is once.

    Who answered before is forgotten: nobody needs it any more.
    """
    shop = ShopSettings.current()
    if shop is None:
        return None
    month = timezone.localdate().replace(day=1)
    PulseTurn.objects.filter(pulse__month__lt=month).delete()
    last = Pulse.objects.filter(month__lt=month).first()
    with translation.override(shop.language):
        question = last.question if last else _("How was it to work here this month?")
    return Pulse.objects.get_or_create(month=month, defaults={"question": question})[0]


@transaction.atomic
def answer_pulse(pulse: Pulse, score: int, *, colleague: User) -> bool:
    """Count one answer more; whether it was the first of this colleague. Raises PulseIsOver.

    Nothing stands in the trail: it would say when.
    """
    pulse = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if pulse.month != _this_month():
        raise PulseIsOver
    if score not in SCORES:
        raise ValueError(score)
    _turn, is_first = PulseTurn.objects.get_or_create(pulse=pulse, user=colleague)
    if is_first:
        name = f"count_{score}"
        Pulse.objects.filter(pk=pulse.pk).update(**{name: F(name) + 1})
    return is_first


@transaction.atomic
def ask_otherwise(pulse: Pulse, question: str, *, by: User) -> Pulse:
    """Another question, this month and from now on. Raises SomebodyHasAnswered."""
    pulse = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if pulse.question == question:
        return pulse
    if pulse.answers:
        raise SomebodyHasAnswered
    pulse.question = question
    pulse.save(update_fields=["question"])
    audit.record("pulse.question_changed", pulse, by=by)
    return pulse


def _this_month() -> date:
    return timezone.localdate().replace(day=1)
