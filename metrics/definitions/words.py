"""Words that several definitions share."""

from django.utils.translation import gettext_lazy as _

EVERYTHING = _("everything until that day")
THE_PERIOD = _("the days of the period")
LAST_90 = _("the 90 days that end on that day")
KNOWN_SALES = _("Sales without a known customer, refunds and voided purchases.")
ORDER = _("An order is a sale that was not voided; what was brought back is counted apart.")
LATEST_ANSWER = _(
    "Answers that were set aside, that no person is known to have given, that came in the shop, or anonymous "
    "ones; of one customer only the latest answer of the 90 days counts."
)
CUSTOMERS = _("customers who have bought")
ORDERS = _("orders")
OWN = "Regulars"
