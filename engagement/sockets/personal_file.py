"""What this floor tells a customer who asks what we hold on them."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from customers.columns import Home
from customers.models import Customer
from customers.personal_file.gathering import Section, tells_beside
from customers.personal_file.sections import keeps_back, tells
from customers.personal_file.values import plain, spoken
from engagement.addresses import address_hash
from engagement.models import Suppression

_SUPPRESSED = {
    "address_hint": _("address"),
    "scope": _("what we do not send"),
    "reason": _("why"),
    "note": _("note"),
    "source": _("where we heard of it"),
    "at": _("since"),
    "until": _("until"),
    "lifted_at": _("lifted"),
    "lifted_because": _("why it was lifted"),
}
_MAIL = {
    "context": _("words filled in"),
    "topic": _("topic"),
}
tells("engagement.Message", _("Mail we wrote to you"), words=_MAIL)
tells("engagement.MessageEvent", _("What became of our mail"))
tells("engagement.InboundMail", _("Mail you wrote to us"))
tells("engagement.Preference", _("How you wish to be written to"))
tells("engagement.AnnouncementRecipient", _("Announcements and invitations"))
tells(
    "engagement.Enrolment",
    _("Series of mails you were in"),
    leaves_out={"steps": "how the series is made; every mail that came of it is given"},
)
tells("engagement.Cadence", _("How often we wish to be in touch"))
tells("engagement.Enquiry", _("Questions you asked"))
tells("engagement.FollowUp", _("What we promised"))
tells("engagement.SpecialOrder", _("What we ordered for you"))
tells("engagement.LoyaltyCard", _("Your card"))
tells("engagement.LoyaltyEntry", _("Entries on your card"), leaves_out={"card": "there is one card"})
tells("engagement.Voucher", _("Vouchers"))
tells("engagement.VoucherEntry", _("What happened to your vouchers"))
tells("engagement.Reward", _("What we gave you"))
keeps_back("engagement.PublicLink", "the secret addresses in our mails: who holds one opens a page of theirs")


@tells_beside
def addresses_not_written_to(customer: Customer) -> Section:
    """The list knows an address by its fingerprint only."""
    hashes = [address_hash(address) for address in customer.emails.values_list("address", flat=True)]
    known = list(Suppression.objects.filter(address_hash__in=hashes).order_by("pk"))
    columns = [column for column in Suppression._meta.concrete_fields if column.name in _SUPPRESSED]
    headings = [str(_SUPPRESSED[column.name]) for column in columns]
    raw = [{column.name: plain(row, column) for column in columns} for row in known]
    said = [[spoken(row, column, Home("", "")) for column in columns] for row in known]
    title = gettext("Addresses of yours that we do not write to")
    return Section("suppression", title, headings, said, raw)
