"""Where, and by whom, a customer was served when the reason to ask them arose."""

from customers.models import Purchase
from engagement.late_fields import number_of
from feedback.models import Complaint


def served_for(cause: str) -> dict[str, int | None]:
    """The place and the colleague behind a cause such as "customers.purchase:17", as columns.

    A complaint knows its place only: who is to blame for it is not asked here.
    """
    place = staff = None
    if number := number_of(cause, Purchase):
        row = Purchase.objects.filter(pk=number).values_list("location", "staff").first()
        place, staff = row or (None, None)
    elif number := number_of(cause, Complaint):
        place = Complaint.objects.filter(pk=number).values_list("location", flat=True).first()
    return {"location_id": place, "staff_id": staff}
