"""What we keep of what we say to customers."""

from engagement.models.announcement import (
    Announcement,
    AnnouncementKind,
    AnnouncementRecipient,
    AnnouncementState,
    Attendance,
)
from engagement.models.article import Article, ArticleKind, ArticleRead, ArticleVersion
from engagement.models.automation import Automation, Enrolment, EnrolmentState
from engagement.models.brand import Brand
from engagement.models.cadence import Cadence
from engagement.models.calendar_feed import CalendarFeed
from engagement.models.email_template import EmailTemplate, EmailTemplateVersion, MessageClass
from engagement.models.enquiry import Enquiry, EnquiryState
from engagement.models.follow_up import FollowUp, RepeatUnit
from engagement.models.inbound_mail import InboundKind, InboundMail
from engagement.models.loyalty import EntryKind, LoyaltyCard, LoyaltyEntry, LoyaltyKind, LoyaltyProgram
from engagement.models.mail_room import MailRoom
from engagement.models.message import EventKind, Message, MessageEvent, MessageState, SkipReason
from engagement.models.preference import Preference
from engagement.models.public_link import LinkPurpose, PublicLink
from engagement.models.special_order import OrderKind, OrderState, SpecialOrder
from engagement.models.suppression import Suppression, SuppressionReason, SuppressionScope
from engagement.models.voucher import (
    Reward,
    RewardKind,
    Voucher,
    VoucherEntry,
    VoucherMove,
    VoucherReason,
    VoucherState,
)
from engagement.models.webhook import DeliveryState, Obstacle, PauseReason, Webhook, WebhookDelivery

__all__ = [
    "Announcement",
    "AnnouncementKind",
    "AnnouncementRecipient",
    "AnnouncementState",
    "Article",
    "ArticleKind",
    "ArticleRead",
    "ArticleVersion",
    "Attendance",
    "Automation",
    "Brand",
    "Cadence",
    "CalendarFeed",
    "DeliveryState",
    "EmailTemplate",
    "EmailTemplateVersion",
    "Enquiry",
    "EnquiryState",
    "Enrolment",
    "EnrolmentState",
    "EntryKind",
    "EventKind",
    "FollowUp",
    "InboundKind",
    "InboundMail",
    "LinkPurpose",
    "LoyaltyCard",
    "LoyaltyEntry",
    "LoyaltyKind",
    "LoyaltyProgram",
    "MailRoom",
    "Message",
    "MessageClass",
    "MessageEvent",
    "MessageState",
    "Obstacle",
    "OrderKind",
    "OrderState",
    "PauseReason",
    "Preference",
    "PublicLink",
    "RepeatUnit",
    "Reward",
    "RewardKind",
    "SkipReason",
    "SpecialOrder",
    "Suppression",
    "SuppressionReason",
    "SuppressionScope",
    "Voucher",
    "VoucherEntry",
    "VoucherMove",
    "VoucherReason",
    "VoucherState",
    "Webhook",
    "WebhookDelivery",
]
