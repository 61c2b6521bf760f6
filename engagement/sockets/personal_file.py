"""What this floor tells a customer who asks what we hold on them."""

from django.utils.translation import gettext_lazy as _

from customers.personal_file.sections import keeps_back, tells

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
