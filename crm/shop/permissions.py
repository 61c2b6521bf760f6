"""Who may do what, in one table. `docs/permissions.md` prints it, and a test keeps the two equal."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in the shop."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")
    SEASONAL = "seasonal", _("Seasonal")
    VIEWER = "viewer", _("Viewer")


class Permission(StrEnum):
    """One thing a person may do: noun.verb."""

    CUSTOMER_VIEW = "customer.view"
    CUSTOMER_ADD = "customer.add"
    CUSTOMER_EDIT = "customer.edit"
    CUSTOMER_CHANGE_MANY = "customer.change_many"
    CUSTOMER_MERGE = "customer.merge"
    CUSTOMER_EXPORT = "customer.export"
    CUSTOMER_DISCLOSE = "customer.disclose"
    CUSTOMER_ERASE = "customer.erase"
    SEGMENT_SHARE = "segment.share"
    STAGE_PIN = "stage.pin"
    CONSENT_RECORD = "consent.record"
    INTERACTION_LOG = "interaction.log"
    INTERACTION_CORRECT_ANY = "interaction.correct_any"
    PURCHASE_VIEW = "purchase.view"
    PURCHASE_RECORD = "purchase.record"
    CUSTOM_FIELD_EDIT = "custom_field.edit"
    FOLLOW_UP_VIEW = "follow_up.view"
    FOLLOW_UP_WORK = "follow_up.work"
    FOLLOW_UP_SEE_ALL = "follow_up.see_all"
    ENQUIRY_VIEW = "enquiry.view"
    ENQUIRY_WORK = "enquiry.work"
    COMPLAINT_VIEW = "complaint.view"
    COMPLAINT_TAKE = "complaint.take"
    COMPLAINT_WORK = "complaint.work"
    COMPLAINT_APPROVE = "complaint.approve"
    COMPLAINT_SEE_STAFF = "complaint.see_staff"
    COMPLAINT_SEE_CARE = "complaint.see_care"
    COMPLAINT_RULES_EDIT = "complaint.rules_edit"
    COMPLAINT_TIMES_EDIT = "complaint.times_edit"
    SPECIAL_ORDER_VIEW = "special_order.view"
    SPECIAL_ORDER_WORK = "special_order.work"
    ARTICLE_VIEW = "article.view"
    ARTICLE_EDIT = "article.edit"
    MESSAGE_VIEW = "message.view"
    MESSAGE_SEND = "message.send"
    MAIL_ROOM_EDIT = "mail_room.edit"
    TEMPLATE_VIEW = "template.view"
    TEMPLATE_EDIT = "template.edit"
    AUTOMATION_VIEW = "automation.view"
    AUTOMATION_EDIT = "automation.edit"
    ANNOUNCEMENT_VIEW = "announcement.view"
    ANNOUNCEMENT_SEND = "announcement.send"
    SUPPRESSION_VIEW = "suppression.view"
    SUPPRESSION_EDIT = "suppression.edit"
    REWARD_VIEW = "reward.view"
    REWARD_GIVE = "reward.give"
    REWARD_REDEEM = "reward.redeem"
    REWARD_RULES_EDIT = "reward.rules_edit"
    REFERRAL_RECORD = "referral.record"
    REVIEW_VIEW = "review.view"
    REVIEW_WORK = "review.work"
    REVIEW_APPROVE = "review.approve"
    REVIEW_RULES_EDIT = "review.rules_edit"
    IMPROVEMENT_VIEW = "improvement.view"
    IMPROVEMENT_WORK = "improvement.work"
    IMPROVEMENT_TELL = "improvement.tell"
    IDEA_LEAVE = "idea.leave"
    IDEA_ANSWER = "idea.answer"
    PRAISE_VIEW = "praise.view"
    PRAISE_JUDGE = "praise.judge"
    PULSE_ANSWER = "pulse.answer"
    PULSE_ASK = "pulse.ask"
    THEME_VIEW = "theme.view"
    THEME_WORK = "theme.work"
    THEME_EDIT = "theme.edit"
    SURVEY_VIEW = "survey.view"
    SURVEY_EDIT = "survey.edit"
    RESPONSE_JUDGE = "response.judge"
    RESPONSE_SEE_STAFF = "response.see_staff"
    MYSTERY_VISIT_VIEW = "mystery_visit.view"
    MYSTERY_VISIT_OBSERVE = "mystery_visit.observe"
    MYSTERY_VISIT_ASSIGN = "mystery_visit.assign"
    METRIC_VIEW = "metric.view"
    METRIC_SEE_STAFF = "metric.see_staff"
    RELATIONSHIP_REVIEW = "relationship.review"
    PRIVACY_RULES_EDIT = "privacy.rules_edit"
    IMPORT_RUN = "import.run"
    AUDIT_VIEW = "audit.view"
    STAFF_MANAGE = "staff.manage"
    STAFF_AWAY = "staff.away"
    SETTINGS_EDIT = "settings.edit"
    LOCATION_EDIT = "location.edit"
    DEVICE_ENROL = "device.enrol"
    API_TOKEN_MANAGE = "api_token.manage"  # noqa: S105 - the name of a right
    WEBHOOK_MANAGE = "webhook.manage"
    SHOP_CLEAR_DEMO = "shop.clear_demo"
    SHOP_MOVE_OUT = "shop.move_out"


_LOOK = frozenset(
    {
        Permission.CUSTOMER_VIEW,
        Permission.PURCHASE_VIEW,
        Permission.FOLLOW_UP_VIEW,
        Permission.ENQUIRY_VIEW,
        Permission.COMPLAINT_VIEW,
        Permission.SPECIAL_ORDER_VIEW,
        Permission.ARTICLE_VIEW,
        Permission.REWARD_VIEW,
        Permission.REVIEW_VIEW,
        Permission.IMPROVEMENT_VIEW,
        Permission.PRAISE_VIEW,
        Permission.PULSE_ANSWER,
        Permission.THEME_VIEW,
    }
)
_COUNTER = _LOOK | {
    Permission.CUSTOMER_ADD,
    Permission.INTERACTION_LOG,
    Permission.FOLLOW_UP_WORK,
    Permission.ENQUIRY_WORK,
    Permission.COMPLAINT_TAKE,
    Permission.SPECIAL_ORDER_WORK,
    Permission.REWARD_REDEEM,
    Permission.REFERRAL_RECORD,
    Permission.IDEA_LEAVE,
    Permission.MYSTERY_VISIT_VIEW,
}
_FULL_COUNTER = _COUNTER | {
    Permission.CUSTOMER_EDIT,
    Permission.CONSENT_RECORD,
    Permission.PURCHASE_RECORD,
    Permission.STAGE_PIN,
    Permission.COMPLAINT_WORK,
    Permission.MESSAGE_VIEW,
    Permission.MESSAGE_SEND,
    Permission.TEMPLATE_VIEW,
    Permission.REWARD_GIVE,
    Permission.REVIEW_WORK,
    Permission.IMPROVEMENT_WORK,
    Permission.THEME_WORK,
    Permission.SURVEY_VIEW,
}
_MANAGE = _FULL_COUNTER | {
    Permission.COMPLAINT_TIMES_EDIT,
    Permission.COMPLAINT_SEE_CARE,
    Permission.STAFF_AWAY,
    Permission.INTERACTION_CORRECT_ANY,
    Permission.CUSTOMER_CHANGE_MANY,
    Permission.CUSTOMER_MERGE,
    Permission.CUSTOMER_EXPORT,
    Permission.CUSTOMER_DISCLOSE,
    Permission.CUSTOMER_ERASE,
    Permission.SEGMENT_SHARE,
    Permission.CUSTOM_FIELD_EDIT,
    Permission.METRIC_VIEW,
    Permission.METRIC_SEE_STAFF,
    Permission.RELATIONSHIP_REVIEW,
    Permission.IMPORT_RUN,
    Permission.AUDIT_VIEW,
    Permission.LOCATION_EDIT,
    Permission.DEVICE_ENROL,
    Permission.FOLLOW_UP_SEE_ALL,
    Permission.COMPLAINT_APPROVE,
    Permission.COMPLAINT_SEE_STAFF,
    Permission.ARTICLE_EDIT,
    Permission.TEMPLATE_EDIT,
    Permission.AUTOMATION_VIEW,
    Permission.ANNOUNCEMENT_VIEW,
    Permission.ANNOUNCEMENT_SEND,
    Permission.SUPPRESSION_VIEW,
    Permission.REVIEW_APPROVE,
    Permission.REVIEW_RULES_EDIT,
    Permission.IMPROVEMENT_TELL,
    Permission.IDEA_ANSWER,
    Permission.PRAISE_JUDGE,
    Permission.PULSE_ASK,
    Permission.THEME_EDIT,
    Permission.SURVEY_EDIT,
    Permission.RESPONSE_JUDGE,
    Permission.RESPONSE_SEE_STAFF,
    Permission.MYSTERY_VISIT_OBSERVE,
}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.VIEWER: _LOOK,
    Role.SEASONAL: _COUNTER,
    Role.STAFF: _FULL_COUNTER,
    Role.MANAGER: _MANAGE,
    Role.OWNER: frozenset(Permission),
}

# A PIN at the till never gives more than this, whoever holds it.
TILL_PERMISSIONS = _FULL_COUNTER


def permissions_of(role: str, *, by_pin: bool = False) -> frozenset[Permission]:
    """What a role may do; a person known only by a PIN gets at most staff rights."""
    granted = ROLE_PERMISSIONS.get(role, frozenset())
    return granted & TILL_PERMISSIONS if by_pin else granted
