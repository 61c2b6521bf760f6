"""Saying who is away, and that they are back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import Absence, User


@dataclass(frozen=True)
class Away:
    """From when to when, and who stands in."""

    begins_on: date
    ends_on: date
    stand_in: User | None = None


@transaction.atomic
def say_away(person: User, away: Away, *, by: User | None) -> Absence:
    """They are away on these days; what was said before no longer holds. The same again changes nothing."""
    User.objects.select_for_update().get(pk=person.pk)
    known = Absence.objects.filter(person=person).first()
    if known and (known.begins_on, known.ends_on, known.stand_in) == (
        away.begins_on,
        away.ends_on,
        away.stand_in,
    ):
        return known
    absence, _is_new = Absence.objects.update_or_create(person=person, defaults=vars(away))
    audit.record("user.away", person, by=by)
    return absence


@transaction.atomic
def come_back(person: User, *, by: User | None) -> None:
    """They are here (again). Twice is once."""
    gone, _rows = Absence.objects.filter(person=person).delete()
    if gone:
        audit.record("user.back", person, by=by)
