"""Saying how often the shop wants to be in touch."""

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from customers.models import Customer, Tag
from customers.stale import SomebodyWasFaster
from engagement.models import Cadence


@transaction.atomic
def set_cadence(customer: Customer, *, every_days: int | None, by: User | None) -> None:
    """Every so many days; None leaves it to their tags, the shop and their own rhythm. Twice is once."""
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    standing = Cadence.objects.filter(customer=customer)
    if standing.values_list("every_days", flat=True).first() == every_days:
        return
    if every_days is None:
        standing.delete()
    else:
        Cadence.objects.update_or_create(customer=customer, defaults={"every_days": every_days, "set_by": by})
    audit.record("cadence.set" if every_days else "cadence.cleared", customer, by=by)


@transaction.atomic
def set_wide_cadence(tag: Tag | None, *, every_days: int, seen: int | None, by: User | None) -> None:
    """For everybody with a tag, or for the whole shop (None). Twice is once.

    Raises SomebodyWasFaster when another number stands than the one that was `seen`.
    """
    about = _locked(tag)
    stands = Cadence.objects.filter(customer=None, tag=tag).values_list("every_days", flat=True).first()
    if stands == every_days:
        return
    if stands != seen:
        raise SomebodyWasFaster(seen or 0)
    answer = {"every_days": every_days, "set_by": by}
    Cadence.objects.update_or_create(customer=None, tag=tag, defaults=answer)
    audit.record("cadence.set", about, by=by)


@transaction.atomic
def remove_wide_cadence(cadence: Cadence, *, by: User | None) -> None:
    """Take back what was said for a tag or for the shop. Twice is once."""
    about = _locked(cadence.tag)
    removed, _rows = Cadence.objects.filter(pk=cadence.pk, customer=None).delete()
    if removed:
        audit.record("cadence.removed", about, by=by)


def _locked(tag: Tag | None) -> Tag | ShopSettings:
    """One at a time: there may be no row of a cadence yet to wait for."""
    if tag is None:
        return ShopSettings.objects.select_for_update().get(pk=1)
    return Tag.objects.select_for_update().get(pk=tag.pk)
