"""What the cellar hears of mails, their words, their pace."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts
from crm.shop.naming import names
from crm.shop.verbs import say
from engagement.models import MailRoom, Message


@names("engagement.message", "engagement:message_detail")
def names_of_mails(numbers: Collection[int]) -> Mapping[int, str]:
    found = Message.objects.filter(pk__in=numbers).select_related("template_version")
    return {message.pk: message.title for message in found}


@names("engagement.mailroom")
def names_of_the_room(numbers: Collection[int]) -> Mapping[int, str]:
    return {room.pk: str(room) for room in MailRoom.objects.filter(pk__in=numbers)}


call_counts({"messages": _("mails"), "mails": _("mails")})
say(
    {
        "mail_room.asked_again": _("asked the mail server again at once"),
        "mail_room.away": _("could not reach the mail server for a while"),
        "mail_room.brake_released": _("let news leave again"),
        "mail_room.braked": _("held news back: too much came back"),
        "mail_room.edited": _("changed the pace of mail"),
        "mail_room.reached": _("reached the mail server again"),
        "mail_room.restarted": _("let mail leave again"),
        "mail_room.stopped": _("stopped all mail: the server refused us"),
        "mailbox.away": _("could not reach the server of the mailbox"),
        "mailbox.could_not_read": _("flagged mail in the mailbox that nobody can read"),
        "mailbox.has_no_folder": _("found no such folder in the mailbox"),
        "mailbox.refused_us": _("could not open the mailbox: it refused our name and password"),
        "mailbox.untrusted": _("did not trust the server of the mailbox"),
        "mailbox.well": _("opened the mailbox again"),
        "message.cancelled": _("called mail off"),
        "message.planned": _("wrote a mail"),
        "message.sent": _("sent news, surveys and review requests"),
        "message.sent_again": _("had a mail sent again"),
        "message.tested": _("sent a mail to a colleague to look at"),
    }
)
