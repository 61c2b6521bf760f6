"""What another Regulars wrote: its headers are among those that any file of customers may have."""

from django.utils.translation import gettext_lazy as _

from customers.importing.format import Format

REGULARS_CUSTOMERS = Format(
    "regulars-customers",
    _("Regulars customers"),
    "customers",
    marks=frozenset(["whereabouts", "preferredname", "cardcode", "feedbackconsent", "treatsconsent"]),
    options={"day_order": "ymd", "decimal_mark": "."},
    says=_("Answers to your own questions come along where the same questions stand under Own fields."),
)
