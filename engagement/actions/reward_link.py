"""Links by which somebody shows a voucher or a card on their phone, and taking them back."""

from django.db import models, transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.models import Customer
from engagement.models import LinkPurpose, PublicLink
from engagement.public_links import make_link


def standing_link(purpose: LinkPurpose, thing: models.Model) -> PublicLink | None:
    """The link staff made for this thing, while it opens."""
    made = PublicLink.objects.usable(timezone.now()).filter(message=None, purpose=purpose)
    return made.filter(about=audit.label(thing)).order_by("pk").last()


@transaction.atomic
def share(
    purpose: LinkPurpose, thing: models.Model, *, customer: Customer | None, anew: bool = False, by: User
) -> PublicLink:
    """The link of this thing: the known one, or a new one; `anew` lets the old one open nothing."""
    type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    known = standing_link(purpose, thing)
    if known is not None and not anew:
        return known
    made = PublicLink.objects.filter(message=None, purpose=purpose, about=audit.label(thing))
    made.filter(revoked_at=None).update(revoked_at=timezone.now())
    make_link(purpose, customer=customer, about=audit.label(thing))
    audit.record(f"{thing._meta.model_name}.shared", thing, by=by)
    return made.latest("pk")
