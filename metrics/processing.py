"""What this floor adds to the record of processing."""

from django.utils.translation import gettext_lazy as _

from customers.keeping.processing import CUSTOMERS, INTEREST, NOBODY, Activity, records

records(
    Activity(
        title=_("Figures about customers"),
        what=_(
            "How lately, how often and for how much they buy, how likely they come again, how close they are"
        ),
        whose=CUSTOMERS,
        why=_("To see whom to care for; nothing is decided about anybody by a figure alone"),
        ground=INTEREST,
        how_long=_("Until they are erased; sums of the shop without them for good."),
        who_gets_it=NOBODY,
        rule="quiet_customers",
    )
)
