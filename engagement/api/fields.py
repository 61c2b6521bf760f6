"""Fields of this floor: days, times of day, colleagues, and numbers that came with an address."""

from datetime import time
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from crm.shop.models import User
from customers import cleaning
from customers.api.fields import Text
from customers.api.reference_fields import MOST_ROWS
from customers.cleaning import NotUnderstood, fold
from engagement.opened_for import is_number


class Day(Text):
    """A day of the calendar, such as 2027-03-31."""

    nothing = None

    def __init__(self, **options: Any) -> None:
        super().__init__(partial(cleaning.clean_day, order="ymd"), **options)


def clean_clock(text: str) -> time:
    """A time of day, such as 14:30."""
    try:
        return forms.TimeField(input_formats=["%H:%M", "%H:%M:%S"]).to_python(text) or time()
    except forms.ValidationError:
        raise NotUnderstood(_("This is not a time of day.")) from None


class Clock(Text):
    """A time of day, such as 14:30."""

    nothing = None

    def __init__(self, **options: Any) -> None:
        super().__init__(clean_clock, **options)


class Colleague(Text):
    """Somebody who works here, by the name that stands on the pages."""

    nothing = None

    def __init__(self, **options: Any) -> None:
        super().__init__(str, **options)

    def understood(self, value: Any) -> Any:
        wanted = fold(value[:200])
        found = [person for person in User.objects.active() if fold(person.name) == wanted]
        if len(found) > 1:
            raise ValidationError(_("Several people here have this name."))
        if not found:
            raise ValidationError(_("Nobody here has this name."))
        return found[0]


class CustomerNumber(Text):
    """The number of a customer in an address."""

    nothing = None

    def __init__(self, **options: Any) -> None:
        super().__init__(str, **options)

    def understood(self, value: Any) -> Any:
        if not is_number(value) or not 1 <= int(value) <= MOST_ROWS:
            raise ValidationError(_("A number from %(least)d to %(most)d.") % {"least": 1, "most": MOST_ROWS})
        return int(value)
