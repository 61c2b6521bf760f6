"""Those whom an announcement is to be written to, gathered under one tag."""

from django.db import transaction

from crm.shop.models import User
from customers.actions.bulk_change import ask_for_bulk_change, do_bulk_change, would_change
from customers.actions.tag import find_or_make_tags
from customers.models import BulkChange, BulkKind, Customer
from customers.picking import Picked


@transaction.atomic
def gather_under_tag(picked: Picked, name: str, *, by: User) -> BulkChange:
    """Give a few who were ticked this tag, at once; like any change to many it can be undone."""
    [tag] = find_or_make_tags([name])
    everybody = Customer.objects.visible_to(by)
    new = would_change(picked.of(everybody), BulkKind.ADD_TAG, str(tag.pk)).count()
    change = ask_for_bulk_change(
        picked, kind=BulkKind.ADD_TAG, value=str(tag.pk), expected=new, by=by, among=everybody
    )
    return do_bulk_change(change, progress=lambda _done, _total: None)
