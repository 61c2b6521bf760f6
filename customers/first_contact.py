"""How to reach somebody at once: their first number and address, fetched along in the same query."""

from django.db.models import OuterRef, Subquery

from customers.models import Email, ExternalId, Phone

FIRST_PHONE = Subquery(
    Phone.objects.filter(customer=OuterRef("pk")).order_by("position", "id").values("number")[:1]
)
FIRST_EMAIL = Subquery(
    Email.objects.filter(customer=OuterRef("pk")).order_by("position", "id").values("address")[:1]
)
# What another system calls them: all there is of many who came with an old till's file.
FIRST_NUMBER = Subquery(ExternalId.objects.filter(customer=OuterRef("pk")).order_by("pk").values("value")[:1])
