"""Which years people can mean."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

IS_OVER = "is_over"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def refuse_odd_years(day: date) -> None:
    """A validator, for moments as well: the last night of the calendar is beyond it in another time zone."""
    if not FIRST_DAY.year <= day.year <= LAST_DAY.year:
        raise ValidationError(_("The year of this date cannot be right."))


def refuse_past_days(day: date) -> None:
    """A validator for what is still to be done: nobody can keep a promise for yesterday."""
    if day < timezone.localdate():
        raise ValidationError(_("This day is over. Please give today or a later one."), code=IS_OVER)
