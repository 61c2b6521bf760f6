"""Words that several definitions share."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.noun import Noun

EVERYTHING = _("everything until that day")
THE_PERIOD = _("the days of the period")
LAST_90 = _("the 90 days that end on that day")
KNOWN_SALES = _("Sales without a known customer, refunds and voided purchases.")
ORDER = _("An order is a sale that was not voided; what was brought back is counted apart.")
LATEST_ANSWER = _(
    "Answers that were set aside, that no person is known to have given, that came in the shop, or anonymous "
    "ones; of one customer only the latest answer of the 90 days counts."
)
CUSTOMERS = Noun(ngettext_lazy("customer who has bought", "customers who have bought"))
ORDERS = Noun(ngettext_lazy("order", "orders"))
OWN = "Regulars"
