"""Codes on paper: made for a spot in the shop, and taken back."""

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import Location, User
from crm.web.short_codes import new_code
from feedback.models import PrintedCode, Survey


@transaction.atomic
def make_printed_code(
    survey: Survey, *, spot: str, location: Location | None, by: User | None
) -> PrintedCode:
    """A code to print for this spot; what is answered there is told apart from all other spots."""
    made = PrintedCode.objects.create(
        code=new_code(), survey=survey, spot=spot, location=location, made_by=by
    )
    audit.record("printed_code.made", made, by=by)
    return made


@transaction.atomic
def end_printed_code(code: PrintedCode, *, by: User | None) -> PrintedCode:
    """The paper was taken down: it leads nowhere any more, and its answers stay. Twice is once."""
    code = PrintedCode.objects.select_for_update().get(pk=code.pk)
    if code.ended_at is None:
        code.ended_at, code.ended_by = timezone.now(), by
        code.save(update_fields=["ended_at", "ended_by"])
        audit.record("printed_code.ended", code, by=by)
    return code
