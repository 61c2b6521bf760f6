"""What this floor writes on the timeline."""

from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import Permission
from customers.kinds import Kind, register_kind

FOLLOW_UP = Kind("follow_up", _("Follow-up"), "calendar-check")
ENQUIRY = Kind("enquiry", _("Enquiry"), "message-circle-question-mark", "engagement:enquiry_detail")
ENQUIRY_ANSWER = Kind("enquiry_answer", _("Answer"), "reply", "engagement:enquiry_detail")
SPECIAL_ORDER = Kind("special_order", _("Special order"), "package", "engagement:special_order_detail")
MAIL_OUT = Kind(
    "mail_out",
    _("Mail from us"),
    "send",
    "engagement:message_detail",
    is_ours=True,
    permission=Permission.MESSAGE_VIEW,
)
MAIL_IN = Kind("mail_in", _("Mail to us"), "inbox")
# Whoever leaves a list by one click was not here.
PREFERENCES = Kind("preferences", _("What they want to be sent"), "sliders-horizontal", is_ours=True)
VOUCHER = Kind("voucher", _("Voucher"), "ticket", "engagement:voucher_detail", is_ours=True)
VOUCHER_USED = Kind("voucher_used", _("Voucher used"), "ticket-check", "engagement:voucher_detail")
REWARD = Kind("reward", _("Surprise"), "gift", is_ours=True)
LOYALTY = Kind("loyalty", _("Loyalty card"), "stamp")

OWN_KINDS = (
    FOLLOW_UP,
    ENQUIRY,
    ENQUIRY_ANSWER,
    SPECIAL_ORDER,
    MAIL_OUT,
    MAIL_IN,
    PREFERENCES,
    VOUCHER,
    VOUCHER_USED,
    REWARD,
    LOYALTY,
)


def register_own_kinds() -> None:
    for kind in OWN_KINDS:
        register_kind(kind)
