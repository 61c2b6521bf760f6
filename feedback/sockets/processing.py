"""What this floor adds to the record of processing."""

from django.utils.translation import gettext_lazy as _

from customers.keeping.processing import (
    CONSENT,
    CUSTOMERS,
    INTEREST,
    LAW,
    NOBODY,
    UNTIL_ERASED,
    Activity,
    records,
)

records(
    Activity(
        title=_("Surveys, reviews and praise"),
        what=_("Answers, scores, comments, reviews that we know are theirs, and words we may show"),
        whose=CUSTOMERS,
        why=_("To learn what to do better"),
        ground=INTEREST,
        how_long=UNTIL_ERASED,
        who_gets_it=_("Nobody; words we may show are seen where the customer agreed to."),
        rule="quiet_customers",
    )
)
records(
    Activity(
        title=_("Complaints"),
        what=_("What went wrong, what was done, letters and files"),
        whose=_("Customers, and whoever complains"),
        why=_("To put it right, and to show that we did"),
        ground=LAW,
        how_long=UNTIL_ERASED,
        who_gets_it=NOBODY,
        rule="quiet_customers",
    )
)
records(
    Activity(
        title=_("Needs of care"),
        what=_("What a customer told about health or access, where it matters for a complaint"),
        whose=CUSTOMERS,
        why=_("To treat them as they need"),
        ground=CONSENT,
        how_long=UNTIL_ERASED,
        who_gets_it=_("Nobody; in the shop only those who may see it."),
        rule="quiet_customers",
    )
)
