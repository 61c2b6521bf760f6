"""The lists of this floor as files. Whoever may not see a row on the page has it in no file either."""

from django.utils.translation import gettext_lazy as _

from crm.shop.tables import Column, as_table, columns, moment, word, yes_no

CUSTOMER = Column(_("Customer"), lambda row: word(row.customer))
STATE = Column(_("State"), lambda row: str(row.get_state_display()))
LOOKED_AFTER = Column(_("Looked after by"), lambda row: word(row.owner))

as_table(
    "feedback:complaint_list",
    _("Complaints"),
    columns(
        Column(_("Number"), lambda row: row.reference),
        Column(_("Came in"), lambda row: moment(row.received_at)),
        Column(_("Who"), lambda row: row.who),
        Column(_("What happened"), lambda row: row.story),
        Column(_("Product"), lambda row: row.product),
        Column(_("How bad"), lambda row: str(row.get_severity_display())),
        STATE,
        LOOKED_AFTER,
        Column(_("Due"), lambda row: moment(row.due_at)),
        Column(_("Closed"), lambda row: moment(row.closed_at)),
    ),
)
as_table(
    "feedback:review_list",
    _("Reviews"),
    columns(
        Column(_("Written"), lambda row: row.written_on),
        Column(_("Where"), lambda row: word(row.platform)),
        Column(_("Who"), lambda row: row.author),
        Column(_("Stars"), lambda row: row.score),
        Column(_("Text"), lambda row: row.text),
        STATE,
        Column(_("Reply"), lambda row: row.reply),
        Column(_("Replied"), lambda row: moment(row.replied_at)),
    ),
)
as_table(
    "feedback:improvement_list",
    _("Improvements"),
    columns(
        Column(_("Title"), lambda row: row.title),
        Column(_("What is wrong"), lambda row: row.problem),
        STATE,
        Column(_("Effort"), lambda row: str(row.get_effort_display())),
        LOOKED_AFTER,
        Column(_("Live since"), lambda row: row.live_on),
        Column(_("Decided"), lambda row: moment(row.decided_at)),
    ),
)
as_table(
    "feedback:testimonial_list",
    _("Testimonials"),
    columns(
        CUSTOMER,
        Column(_("Words"), lambda row: row.words),
        Column(_("Shown as"), lambda row: str(row.get_shown_as_display())),
        Column(_("Website"), lambda row: yes_no(row.on_website)),
        Column(_("In the shop"), lambda row: yes_no(row.in_shop)),
        Column(_("In print"), lambda row: yes_no(row.in_print)),
        Column(_("Social media"), lambda row: yes_no(row.on_social)),
        Column(_("Given"), lambda row: row.given_on),
        Column(_("Good until"), lambda row: row.expires_on),
        Column(_("Taken back"), lambda row: moment(row.withdrawn_at)),
    ),
)
as_table(
    "feedback:idea_list",
    _("Ideas"),
    columns(
        Column(_("When"), lambda row: moment(row.created_at)),
        Column(_("Idea"), lambda row: row.text),
        Column(_("By"), lambda row: word(row.by)),
        STATE,
        Column(_("Answer"), lambda row: row.answer),
    ),
)
as_table(
    "feedback:mystery_visit_list",
    _("Mystery visits"),
    columns(
        Column(_("Kind"), lambda row: str(row.get_kind_display())),
        Column(_("Checklist"), lambda row: word(row.checklist)),
        Column(_("Place"), lambda row: word(row.location)),
        Column(_("Last day"), lambda row: row.last_on),
        Column(_("Visited"), lambda row: row.visited_on),
        Column(_("Points"), lambda row: row.earned),
        Column(_("of"), lambda row: row.possible),
        Column(_("Notes"), lambda row: row.notes),
    ),
)
as_table(
    "feedback:printed_code_list",
    _("Printed codes"),
    columns(
        Column(_("Survey"), lambda row: word(row.survey)),
        Column(_("Place"), lambda row: word(row.location)),
        Column(_("Where it hangs"), lambda row: row.spot),
        Column(_("Made"), lambda row: moment(row.made_at)),
        Column(_("Ended"), lambda row: moment(row.ended_at)),
    ),
)
as_table(
    "feedback:survey_list",
    _("Surveys"),
    columns(
        Column(_("Name"), lambda row: row.name),
        Column(_("Made"), lambda row: moment(row.created_at)),
        Column(_("Asks since"), lambda row: moment(row.switched_on_at)),
    ),
)
as_table(
    "feedback:checklist_list",
    _("Checklists"),
    columns(
        Column(_("Name"), lambda row: row.name),
        Column(_("Points"), lambda row: len(row.asked)),
        Column(_("What to look at"), lambda row: row.points),
        Column(_("Made"), lambda row: moment(row.created_at)),
    ),
)
as_table(
    "feedback:review_platform_list",
    _("Where people write"),
    columns(
        Column(_("Name"), lambda row: row.name),
        Column(_("Kind"), lambda row: str(row.get_kind_display())),
        Column(_("Place"), lambda row: word(row.location)),
        Column(_("Address"), lambda row: row.address),
        Column(_("We ask here"), lambda row: yes_no(row.is_asked)),
        Column(_("Share"), lambda row: row.weight),
        Column(_("Looked at"), lambda row: moment(row.checked_at)),
    ),
)
as_table(
    "feedback:kiosk_list",
    _("Tablets for customers"),
    columns(
        Column(_("Tablet"), lambda row: row.device.name),
        Column(_("Place"), lambda row: word(row.device.location)),
        Column(_("Asks"), lambda row: word(row.survey)),
        Column(_("Last seen"), lambda row: moment(row.device.last_seen_at)),
    ),
)
