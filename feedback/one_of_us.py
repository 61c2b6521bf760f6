"""Is it somebody who works here, or a customer who is there for trying things out? They are not asked."""

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from crm.shop.models import User
from customers.models import Email, Tag


def is_one_of_us(customer_id: int) -> bool:
    """By an address of somebody who works here, or by the tag "test"."""
    theirs = Email.objects.filter(customer=customer_id).values(small=Lower("address"))
    if User.objects.filter(is_active=True).annotate(small=Lower("email")).filter(small__in=theirs).exists():
        return True
    return Tag.objects.filter(customers=customer_id, folded_name__in={"test", _("test")}).exists()
