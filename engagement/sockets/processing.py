"""What this floor adds to the record of processing."""

from django.utils.translation import gettext_lazy as _

from customers.keeping.processing import (
    CONSENT,
    CONTRACT,
    CUSTOMERS,
    INTEREST,
    NOBODY,
    UNTIL_ERASED,
    Activity,
    records,
)

SERVER = _("The mail server that you entered, and whoever runs it for you.")

records(
    Activity(
        title=_("Mail"),
        what=_("Each mail with its words, whether it arrived, which links a person opened, and answers"),
        whose=CUSTOMERS,
        why=_("News, greetings and invitations for those who want them; answers and receipts for all"),
        ground=CONSENT,
        how_long=UNTIL_ERASED,
        who_gets_it=SERVER,
        rule="quiet_customers",
    )
)
records(
    Activity(
        title=_("Questions, promises and orders"),
        what=_("What was asked, promised and ordered, also by people without a record"),
        whose=_("Customers, and whoever asks"),
        why=_("To answer, and to keep our word"),
        ground=CONTRACT,
        how_long=UNTIL_ERASED,
        who_gets_it=SERVER,
        rule="quiet_customers",
    )
)
records(
    Activity(
        title=_("Cards, vouchers and gifts"),
        what=_("What was collected, given and used"),
        whose=CUSTOMERS,
        why=_("To thank those who come back"),
        ground=INTEREST,
        how_long=_("With the person until they are erased; a voucher without them until it is used or over."),
        who_gets_it=NOBODY,
        rule="quiet_customers",
    )
)
records(
    Activity(
        title=_("Telling other programs"),
        what=_("That something happened, and the number it has here; no names, no words"),
        whose=CUSTOMERS,
        why=_("So that bookkeeping or a newsletter need not be kept up by hand"),
        ground=INTEREST,
        how_long=_("Thirty days."),
        who_gets_it=_("Whoever runs the programs under Settings → Programs we tell."),
    )
)
