"""Emptying the first floor when the demo shop is cleared."""

from django.apps import apps

from crm.shop.clearing import clears_with_the_demo

# Children before parents; every model of this app stands here (a test compares).
IN_ORDER = (
    "ArticleRead",
    "ArticleVersion",
    "Article",
    "CalendarFeed",
    "WebhookDelivery",
    "Webhook",
    "Cadence",
    "InboundMail",
    "Enquiry",
    "FollowUp",
    "SpecialOrder",
    "AnnouncementRecipient",
    "Announcement",
    "PublicLink",
    "MessageEvent",
    "Message",
    "Enrolment",
    "Automation",
    "EmailTemplate",
    "EmailTemplateVersion",
    "LoyaltyEntry",
    "LoyaltyCard",
    "LoyaltyProgram",
    "Reward",
    "VoucherEntry",
    "Voucher",
    "Preference",
    "Suppression",
    "Brand",
    "MailRoom",
)


@clears_with_the_demo
def clear_engagement() -> None:
    """Delete every row of this floor, one statement a table."""
    templates = apps.get_model("engagement", "EmailTemplate")
    templates._default_manager.update(current=None)  # a template and its version hold each other
    for name in IN_ORDER:
        rows = apps.get_model("engagement", name)._default_manager.all()
        rows._raw_delete(rows.db)
