"""The table of rights, for people: on a page to print, and in docs/permissions.md."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import ROLE_PERMISSIONS, TILL_PERMISSIONS, Permission, Role

SENTENCES: dict[Permission, str | Promise] = {
    Permission.CUSTOMER_VIEW: _("See customers and their timeline"),
    Permission.CUSTOMER_ADD: _("Add a customer"),
    Permission.CUSTOMER_EDIT: _("Change a customer"),
    Permission.CUSTOMER_CHANGE_MANY: _("Change many customers at once"),
    Permission.CUSTOMER_MERGE: _("Put two customers together, and take them apart again"),
    Permission.CUSTOMER_EXPORT: _("Take customers, and any list they may see, out as a file"),
    Permission.CUSTOMER_DISCLOSE: _("Give a customer everything the shop holds on them"),
    Permission.CUSTOMER_ERASE: _("Erase a customer for good"),
    Permission.SEGMENT_SHARE: _("Save segments for everybody"),
    Permission.STAGE_PIN: _("Pin a customer's stage, with a reason"),
    Permission.CONSENT_RECORD: _("Record a consent"),
    Permission.INTERACTION_LOG: _("Log a visit, a call, a note"),
    Permission.INTERACTION_CORRECT_ANY: _("Correct what somebody else has logged"),
    Permission.PURCHASE_VIEW: _("See purchases"),
    Permission.PURCHASE_RECORD: _("Record, correct or void a purchase or a refund"),
    Permission.CUSTOM_FIELD_EDIT: _("Define the shop's own fields"),
    Permission.FOLLOW_UP_VIEW: _("See follow-ups"),
    Permission.FOLLOW_UP_WORK: _("Make, do and put off follow-ups"),
    Permission.FOLLOW_UP_SEE_ALL: _("See everybody's follow-ups and hand them on"),
    Permission.ENQUIRY_VIEW: _("See enquiries"),
    Permission.ENQUIRY_WORK: _("Take and answer enquiries"),
    Permission.COMPLAINT_VIEW: _("See complaints"),
    Permission.COMPLAINT_TAKE: _("Take complaints, and add notes to them"),
    Permission.COMPLAINT_WORK: _("Work on complaints: tell the customer, move, close"),
    Permission.COMPLAINT_APPROVE: _("Approve remedies above the limit"),
    Permission.COMPLAINT_SEE_CARE: _("Read what a customer who complains needs (illness, grief)"),
    Permission.COMPLAINT_RULES_EDIT: _("Change the rules for complaints"),
    Permission.COMPLAINT_TIMES_EDIT: _("Say how soon complaints are answered and put right"),
    Permission.COMPLAINT_SEE_STAFF: _("See complaints about colleagues"),
    Permission.SPECIAL_ORDER_VIEW: _("See the waiting list and special orders"),
    Permission.SPECIAL_ORDER_WORK: _("Take special orders and say that they are here"),
    Permission.ARTICLE_VIEW: _("Read the shop's word: product notes, policies, answers"),
    Permission.ARTICLE_EDIT: _("Write the shop's word"),
    Permission.MESSAGE_VIEW: _("See the mail that went out, and why some did not"),
    Permission.MESSAGE_SEND: _("Write to a customer, send again, call off"),
    Permission.MAIL_ROOM_EDIT: _("Set the pace of mail and how it looks"),
    Permission.TEMPLATE_VIEW: _("See the words of mails"),
    Permission.TEMPLATE_EDIT: _("Write the words of mails"),
    Permission.AUTOMATION_VIEW: _("See what is sent by itself"),
    Permission.AUTOMATION_EDIT: _("Switch on and change what is sent by itself"),
    Permission.ANNOUNCEMENT_VIEW: _("See announcements"),
    Permission.ANNOUNCEMENT_SEND: _("Send announcements"),
    Permission.SUPPRESSION_VIEW: _("See which addresses are not written to"),
    Permission.SUPPRESSION_EDIT: _("Change which addresses are not written to"),
    Permission.REWARD_VIEW: _("See vouchers and loyalty cards"),
    Permission.REWARD_GIVE: _("Give a voucher or a surprise"),
    Permission.REWARD_REDEEM: _("Take vouchers and stamps in payment"),
    Permission.REWARD_RULES_EDIT: _("Change the rules of the loyalty card"),
    Permission.REFERRAL_RECORD: _("Write down who sent whom"),
    Permission.REVIEW_VIEW: _("See reviews"),
    Permission.REVIEW_WORK: _("Write reviews down and reply to them"),
    Permission.REVIEW_APPROVE: _("Approve replies to reviews of three stars or fewer"),
    Permission.REVIEW_RULES_EDIT: _("Say where customers are asked for reviews"),
    Permission.IMPROVEMENT_VIEW: _("See improvements and the huddle"),
    Permission.IMPROVEMENT_WORK: _("Write improvements down and take them on"),
    Permission.IMPROVEMENT_TELL: _("Tell customers and everybody what was improved"),
    Permission.IDEA_LEAVE: _("Read and leave ideas"),
    Permission.IDEA_ANSWER: _("Answer ideas"),
    Permission.PRAISE_VIEW: _("See who was praised by name"),
    Permission.PRAISE_JUDGE: _("Say that praise meant somebody else"),
    Permission.PULSE_ANSWER: _("Answer the monthly question to those who work here"),
    Permission.PULSE_ASK: _("Choose the monthly question"),
    Permission.MYSTERY_VISIT_VIEW: _("Read what was seen of one's own work at the counter"),
    Permission.MYSTERY_VISIT_OBSERVE: _("Watch colleagues by a checklist, and read all reports"),
    Permission.MYSTERY_VISIT_ASSIGN: _("Write checklists and send mystery visitors"),
    Permission.THEME_VIEW: _("See what people talk about"),
    Permission.THEME_WORK: _("Say what a text is about"),
    Permission.THEME_EDIT: _("Name themes and their words"),
    Permission.SURVEY_VIEW: _("See surveys and what customers answered"),
    Permission.SURVEY_EDIT: _("Change surveys, switch them on and off"),
    Permission.RESPONSE_JUDGE: _("Set an answer aside, with a reason"),
    Permission.RESPONSE_SEE_STAFF: _("See how customers answered whom a colleague served"),
    Permission.METRIC_VIEW: _("See how the shop is doing"),
    Permission.METRIC_SEE_STAFF: _("See figures split by colleague"),
    Permission.RELATIONSHIP_REVIEW: _("Judge how close shop and customer are"),
    Permission.PRIVACY_RULES_EDIT: _("Say for how long personal details are kept"),
    Permission.IMPORT_RUN: _("Import customers and sales"),
    Permission.AUDIT_VIEW: _("Read the history of who did what"),
    Permission.STAFF_MANAGE: _("Invite people, change roles, let people go"),
    Permission.STAFF_AWAY: _("Say of others that they are away, and who stands in"),
    Permission.SETTINGS_EDIT: _("Change the shop's settings"),
    Permission.LOCATION_EDIT: _("Change places, opening hours and closures"),
    Permission.DEVICE_ENROL: _("Enrol and take back till tablets"),
    Permission.API_TOKEN_MANAGE: _("Make and take back keys for tills and web shops"),
    Permission.WEBHOOK_MANAGE: _("Say which other programs are told what happens"),
    Permission.SHOP_CLEAR_DEMO: _("Clear the demo shop"),
    Permission.SHOP_MOVE_OUT: _("Take everything of the shop out in one file"),
}
FROM_MOST_TO_LEAST = (Role.OWNER, Role.MANAGER, Role.STAFF, Role.SEASONAL, Role.VIEWER)


@dataclass(frozen=True)
class Line:
    """One right, and who has it."""

    permission: str
    sentence: str
    allowed: tuple[bool, ...]
    by_pin: bool


def lines() -> list[Line]:
    """Every right, in the order of the code."""
    return [
        Line(
            str(permission),
            str(SENTENCES.get(permission, permission)),
            tuple(permission in ROLE_PERMISSIONS[role] for role in FROM_MOST_TO_LEAST),
            permission in TILL_PERMISSIONS,
        )
        for permission in Permission
    ]


def as_markdown() -> str:
    """The same table as a document."""
    roles = " | ".join(str(role.label) for role in FROM_MOST_TO_LEAST)
    head = [
        "# Who may do what",
        "",
        "Written from `crm/shop/permissions.py` by `manage.py write_permissions`; a test keeps them equal.",
        "The last column says what a PIN at the till tablet opens at most, whoever holds it.",
        "A PIN never gives more than the person's own role.",
        "",
        f"| | {roles} | By PIN |",
        f"|---|{':-:|' * (len(FROM_MOST_TO_LEAST) + 1)}",
    ]
    return "\n".join([*head, *(_row(line) for line in lines())]) + "\n"


def _row(line: Line) -> str:
    marks = " | ".join("yes" if allowed else "–" for allowed in (*line.allowed, line.by_pin))
    return f"| {line.sentence} (`{line.permission}`) | {marks} |"
