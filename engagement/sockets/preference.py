"""What the cellar hears of what customers want to be sent, and whom we do not write to."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts, call_fields
from crm.shop.naming import names
from crm.shop.verbs import say
from engagement.models import InboundMail, Suppression


@names("engagement.suppression", "engagement:suppression_lift")
def names_of_suppressions(numbers: Collection[int]) -> Mapping[int, str]:
    return {row.pk: str(row) for row in Suppression.objects.filter(pk__in=numbers)}


@names("engagement.inboundmail")
def names_of_mails_in(numbers: Collection[int]) -> Mapping[int, str]:
    return {row.pk: str(row) for row in InboundMail.objects.filter(pk__in=numbers)}


call_counts({"addresses": _("addresses")})
call_fields(
    Suppression, {"until": _("until when"), "scope": _("how far"), "address_hint": _("how it is called")}
)
say(
    {
        "inbound_mail.received": _("took a mail in"),
        "preference.changed": _("changed what somebody wants to be sent"),
        "suppression.added": _("put an address on the list of those we do not write to"),
        "suppression.exported": _("took the list of those we do not write to out as a file"),
        "suppression.imported": _("brought in a list of those we do not write to"),
        "suppression.lifted": _("took an address off the list of those we do not write to"),
        "suppression.renewed": _("kept an address on the list of those we do not write to"),
    }
)
