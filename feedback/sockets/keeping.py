"""With whom something is open on this floor."""

from django.db.models import Exists, OuterRef, Q

from customers.keeping.rules import still_needs
from feedback.models import Complaint


@still_needs
def open_complaint() -> Q:
    return Q(Exists(Complaint.objects.open().filter(customer=OuterRef("pk"))))
