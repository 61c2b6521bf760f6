"""What the cellar hears of mails, their words, their pace."""

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts
from crm.shop.verbs import say

call_counts({"messages": _("mails")})
say(
    {
        "message.cancelled": _("called mail off"),
        "message.planned": _("wrote a mail"),
        "message.sent_again": _("had a mail sent again"),
        "message.skipped": _("kept a mail from leaving"),
        "message.tested": _("sent a mail to a colleague to look at"),
    }
)
