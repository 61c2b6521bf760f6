"""The lists of this floor as files."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import Permission
from crm.shop.tables import Column, as_table, columns, moment, word, yes_no
from engagement.webhooks.events import event_named


def _event(name: str) -> str:
    event = event_named(name)
    return str(event.label) if event else name


CUSTOMER = Column(_("Customer"), lambda row: word(row.customer))
STATE = Column(_("State"), lambda row: str(row.get_state_display()))
KIND = Column(_("Kind"), lambda row: str(row.get_kind_display()))
LOOKED_AFTER = Column(_("Looked after by"), lambda row: word(row.owner))

as_table(
    "engagement:enquiry_list",
    _("Enquiries"),
    columns(
        Column(_("Came in"), lambda row: moment(row.received_at)),
        Column(_("Who"), lambda row: row.who),
        Column(_("How"), lambda row: str(row.get_channel_display())),
        Column(_("Question"), lambda row: row.question),
        STATE,
        LOOKED_AFTER,
        Column(_("To be answered by"), lambda row: moment(row.answer_by)),
        Column(_("Answered"), lambda row: moment(row.answered_at)),
        Column(_("Answer"), lambda row: row.answer),
    ),
)
as_table(
    "engagement:follow_up_list",
    _("Follow-ups"),
    columns(
        Column(_("Due"), lambda row: row.due_on),
        CUSTOMER,
        Column(_("What was promised"), lambda row: row.reason),
        LOOKED_AFTER,
        Column(_("Promised"), lambda row: row.promised_on),
    ),
)
as_table(
    "engagement:special_order_list",
    _("Orders and waiting list"),
    columns(
        Column(_("Asked for"), lambda row: moment(row.asked_at)),
        CUSTOMER,
        KIND,
        Column(_("Product"), lambda row: row.product),
        Column(_("Product code"), lambda row: row.product_code),
        Column(_("Quantity"), lambda row: row.quantity),
        Column(_("Price"), lambda row: row.price),
        Column(_("Deposit"), lambda row: row.deposit),
        Column(_("Expected"), lambda row: row.expected_on),
        STATE,
        Column(_("Note"), lambda row: row.note),
    ),
)
as_table(
    "engagement:voucher_list",
    _("Vouchers"),
    columns(
        Column(_("Voucher"), lambda row: row.worth),
        Column(_("Code"), lambda row: row.code, Permission.REWARD_REDEEM),
        CUSTOMER,
        Column(_("What for"), lambda row: str(row.get_reason_display())),
        Column(_("Given"), lambda row: moment(row.issued_at)),
        Column(_("Good until"), lambda row: row.expires_on),
        Column(_("Now"), lambda row: str(row.state.label)),
    ),
)
as_table(
    "engagement:loyalty_list",
    _("Loyalty cards"),
    columns(
        CUSTOMER,
        Column(_("On the card"), lambda row: row.balance),
        Column(_("Opened"), lambda row: moment(row.opened_at)),
    ),
)
as_table(
    "engagement:referral_list",
    _("Recommendations"),
    columns(
        Column(_("When"), lambda row: moment(row.at)),
        Column(_("Who came"), lambda row: word(row.friend)),
        Column(_("Sent by"), lambda row: word(row.advocate)),
        Column(_("How"), lambda row: str(row.get_way_display())),
    ),
)
as_table(
    "engagement:message_list",
    _("Messages"),
    columns(
        Column(_("Planned"), lambda row: moment(row.created_at)),
        Column(_("To"), lambda row: word(row.customer or row.staff)),
        Column(_("Address"), lambda row: row.to_email),
        Column(_("What"), lambda row: row.title),
        Column(_("Subject"), lambda row: row.subject),
        Column(_("Topic"), lambda row: str(row.get_topic_display())),
        STATE,
        Column(_("Why not"), lambda row: str(row.get_skip_reason_display())),
        Column(_("Decided"), lambda row: moment(row.decided_at)),
    ),
)
as_table(
    "engagement:inbound_list",
    _("Mail that came in"),
    columns(
        Column(_("Came in"), lambda row: moment(row.received_at)),
        KIND,
        Column(_("From"), lambda row: row.from_name),
        Column(_("Address"), lambda row: row.from_email),
        CUSTOMER,
        Column(_("Subject"), lambda row: row.subject),
        Column(_("Text"), lambda row: row.text),
    ),
)
as_table(
    "engagement:announcement_list",
    _("Announcements"),
    columns(
        Column(_("Name"), lambda row: row.name),
        KIND,
        Column(_("Topic"), lambda row: str(row.get_topic_display())),
        STATE,
        Column(_("To be sent"), lambda row: moment(row.send_at)),
        Column(_("Sent"), lambda row: moment(row.frozen_at)),
    ),
)
as_table(
    "engagement:announcement_people",
    _("Who got an announcement"),
    columns(
        CUSTOMER,
        Column(_("Held out"), lambda row: yes_no(row.is_held_out)),
        Column(_("Mail"), lambda row: str(row.message.get_state_display()) if row.message else ""),
        Column(_("Answer"), lambda row: str(row.get_attendance_display())),
        Column(_("Was there"), lambda row: moment(row.attended_at)),
    ),
)
as_table(
    "engagement:automation_people",
    _("Who is in an automation"),
    columns(
        CUSTOMER,
        Column(_("Came in"), lambda row: moment(row.entered_at)),
        STATE,
        Column(_("Ended"), lambda row: moment(row.ended_at)),
    ),
)
as_table(
    "engagement:suppression_list",
    _("Not written to"),
    columns(
        Column(_("When"), lambda row: moment(row.at)),
        Column(_("Address"), lambda row: row.address_hint),
        Column(_("What for"), lambda row: str(row.get_scope_display())),
        Column(_("Why"), lambda row: str(row.get_reason_display())),
        Column(_("By"), lambda row: word(row.by)),
        Column(_("Lifted"), lambda row: moment(row.lifted_at)),
    ),
)
as_table(
    "engagement:article_list",
    _("Our word"),
    columns(
        Column(_("Title"), lambda row: row.title),
        KIND,
        Column(_("Product code"), lambda row: row.product_code),
        Column(_("For whom"), lambda row: row.for_whom),
        Column(_("Goes with"), lambda row: row.goes_with),
        Column(_("Changed"), lambda row: moment(row.edited_at)),
    ),
)
as_table(
    "engagement:template_list",
    _("Mail templates"),
    columns(
        Column(_("Name"), lambda row: row.name),
        Column(_("Kind"), lambda row: str(row.get_message_class_display())),
        Column(_("Topic"), lambda row: str(row.get_topic_display())),
        Column(_("Not in use since"), lambda row: moment(row.retired_at)),
    ),
)
as_table(
    "engagement:automation_list",
    _("Automations"),
    columns(
        Column(_("Name"), lambda row: row.name),
        Column(_("Switched on"), lambda row: yes_no(row.is_on)),
        Column(_("Since"), lambda row: moment(row.switched_on_at)),
        Column(_("On the way"), lambda row: row.waiting),
        Column(_("Finished"), lambda row: row.finished),
    ),
)
as_table(
    "engagement:loyalty_card",
    _("What went on and off a card"),
    columns(
        Column(_("When"), lambda row: moment(row.at)),
        Column(_("What"), lambda row: str(row.get_kind_display())),
        Column(_("How much"), lambda row: row.amount),
        Column(_("By"), lambda row: word(row.by)),
    ),
)
as_table(
    "engagement:cadence_list",
    _("How often to be in touch"),
    columns(
        Column(_("With whom"), lambda row: row.tag.name if row.tag else gettext("The whole shop")),
        Column(_("Every so many days"), lambda row: row.every_days),
        Column(_("Set by"), lambda row: word(row.set_by)),
        Column(_("Set"), lambda row: moment(row.set_at)),
    ),
)
as_table(
    "engagement:template_versions",
    _("Versions of a mail template"),
    columns(
        Column(_("Version"), lambda row: row.number),
        Column(_("Subject"), lambda row: row.subject),
        Column(_("Text"), lambda row: row.body),
        Column(_("Written"), lambda row: moment(row.created_at)),
        Column(_("By"), lambda row: word(row.created_by)),
    ),
)
as_table(
    "engagement:webhook_list",
    _("Programs we tell"),
    columns(
        Column(_("What it is for"), lambda row: row.name),
        Column(_("Address"), lambda row: row.address),
        Column(_("It is told when"), lambda row: ", ".join(map(_event, row.events))),
        Column(_("Pauses since"), lambda row: moment(row.paused_at)),
        Column(_("Added"), lambda row: moment(row.created_at)),
    ),
)
