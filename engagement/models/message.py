"""The outbox: one row for each mail that shall leave, leaves, or does not and why."""

import re
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.models import ConsentTopic, Customer
from engagement.models.email_template import EmailTemplateVersion, MessageClass

if TYPE_CHECKING:
    from engagement.models.public_link import PublicLink

# A merge field in a subject that is not written yet: its words instead, or a gap.
SHOP = re.compile(r"\{\{ *shop *(?:\|[^{}\n]*)?\}\}")
UNFILLED = re.compile(r"\{\{[^{}|\n]*(?:\| *([^{}\n]*?) *)?\}\}")


class MessageState(models.TextChoices):
    PLANNED = "planned", _("Waits")
    SENDING = "sending", _("On its way")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not sent")
    FAILED = "failed", _("Refused")
    UNKNOWN = "unknown", _("Perhaps sent")
    CANCELLED = "cancelled", _("Called off")


class SkipReason(models.TextChoices):
    """Why a mail was not sent."""

    NO_ADDRESS = "no_address", _("They have no e-mail address")
    BAD_ADDRESS = "bad_address", _("Their address does not work")
    SUPPRESSED = "suppressed", _("This address is not to be written to")
    OPTED_OUT = "opted_out", _("They said no")
    PAUSED = "paused", _("They asked for a pause")
    DO_NOT_DISTURB = "do_not_disturb", _("Do not disturb is set")
    NO_LEGAL_BASIS = "no_legal_basis", _("The law asks for a yes we do not have")
    TOO_OFTEN = "too_often", _("They have had enough mail lately")
    ASKED_LATELY = "asked_lately", _("They were asked how it was lately")
    HOME_ASKED_LATELY = "home_asked_lately", _("Somebody at this address was asked lately")
    KEPT_FOR_ANOTHER = "kept_for_another", _("Kept free for a rarer question")
    LOST_TO_ANOTHER = "lost_to_another", _("Another mail was more important")
    STALE = "stale", _("It came too late")
    HELD_OUT = "held_out", _("Held out, to measure the effect")
    NO_LONGER_TRUE = "no_longer_true", _("The reason is gone")
    MISSING_WORDS = "missing_words", _("A word for the mail is missing")
    CUSTOMER_GONE = "customer_gone", _("The customer is gone")
    ONE_OF_US = "one_of_us", _("They work here, or are there for trying things out")


class MessageQuerySet(models.QuerySet["Message"]):
    def real(self) -> Self:
        """Not the tests that staff send to themselves."""
        return self.filter(is_test=False)

    def visible_to(self, user: User) -> Self:
        """Mail to customers; of what goes to colleagues only one's own, unless one looks after all mail."""
        if user.can(Permission.MAIL_ROOM_EDIT):
            return self
        return self.filter(Q(staff=None) | Q(staff=user))

    def due(self, now: datetime) -> Self:
        """What may leave now, the most urgent first."""
        waiting = self.filter(state=MessageState.PLANNED, not_before__lte=now)
        return waiting.order_by("priority", "not_before", "pk")

    def abandoned(self, now: datetime) -> Self:
        """On its way under a lease that ran out: its worker died."""
        return self.filter(state=MessageState.SENDING, lease_until__lt=now)

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def keep_back(self, reason: SkipReason) -> int:
        """What waits among these is not sent, and says why; how many it were."""
        waiting = self.filter(state=MessageState.PLANNED)
        return waiting.update(state=MessageState.SKIPPED, skip_reason=reason, decided_at=timezone.now())


class Message(models.Model):
    """One mail to one person. The key makes sure that the same mail is never made twice."""

    dedupe_key = models.CharField(max_length=120, unique=True)  # "birthday:2026:42", "followup:91:1"
    message_class = models.CharField(max_length=13, choices=MessageClass)
    topic = models.CharField(max_length=20, choices=ConsentTopic, blank=True)
    # What it is for, in the words of the code: "automation.birthday", "announcement:3", "digest".
    purpose = models.CharField(max_length=60)
    about = models.CharField(max_length=80, blank=True)  # "customers.purchase:17"

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="messages")
    staff = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")  # mail to ourselves
    to_email = models.EmailField(blank=True)
    to_hash = models.CharField(max_length=64, blank=True)

    # The words: a version of a template, or what somebody wrote for this one mail.
    template_version = models.ForeignKey(EmailTemplateVersion, models.PROTECT, null=True, related_name="+")
    own_subject = models.CharField(max_length=150, blank=True)
    own_body = models.TextField(blank=True)
    context = models.JSONField(default=dict)  # {merge field: text}, beside those of customer and shop
    language = models.CharField(max_length=10, blank=True)

    # As it left: filled in at the moment of sending, with marks in the place of secret links.
    subject = models.CharField(max_length=300, blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    headers = models.JSONField(default=dict)

    priority = models.SmallIntegerField(default=50)  # the smaller, the sooner
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=MessageState, default=MessageState.PLANNED)
    skip_reason = models.CharField(max_length=20, choices=SkipReason, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # what the server said
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)
    message_id = models.CharField(max_length=120, unique=True)  # the header, the same at every attempt
    provider_id = models.CharField(max_length=120, blank=True)
    is_test = models.BooleanField(default=False)
    is_captured = models.BooleanField(default=False)  # mail is not set up: kept here, and nothing left
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)  # sent, skipped, failed, cancelled or unknown since

    objects = MessageQuerySet.as_manager()
    # Told by whoever claims it: an attempt before this one has made links for it, and a number for its first.
    has_links = True
    link_number: int | None = None

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="message_says_why_not",
                condition=Q(state="skipped") & ~Q(skip_reason="") | ~Q(state="skipped") & Q(skip_reason=""),
            ),
            models.CheckConstraint(
                name="message_is_sent_under_a_lease",
                condition=~Q(state="sending") | Q(lease_until__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["priority", "not_before", "id"], condition=Q(state="planned"), name="message_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="message_leased"),
            models.Index(fields=["customer", "-id"], name="message_of_customer"),
            # Who got mail, about what, when and how often, without going to the rows.
            models.Index(
                fields=["customer", "decided_at"],
                include=["topic"],
                condition=Q(state="sent", is_test=False, customer__isnull=False),
                name="message_somebody_got",
            ),
            models.Index(
                fields=["to_hash", "-decided_at"], condition=Q(state="sent"), name="message_sent_to"
            ),
            models.Index(fields=["-decided_at"], condition=Q(state="sent"), name="message_sent"),
            models.Index(fields=["state", "-id"], name="message_by_state"),
            models.Index(fields=["purpose", "-id"], name="message_by_purpose"),
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="message_at_the_provider"
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.dedupe_key

    @cached_property
    def own_links(self) -> list["PublicLink"]:
        """Its secret links; whoever makes one adds it here."""
        return list(self.links.all()) if self.has_links else []

    @cached_property
    def new_links(self) -> list["PublicLink"]:
        """Those that are written together with its words, and not before."""
        return []

    @property
    def is_open(self) -> bool:
        return self.state in {MessageState.PLANNED, MessageState.SENDING}

    @property
    def title(self) -> str:
        """What it is called before and after it was written."""
        return self.title_from("…")

    def title_from(self, shop: str) -> str:
        """The same where the name of the shop is at hand: it stands in many a subject."""
        words = self.own_subject or (self.template_version.subject if self.template_version else "")
        filled = SHOP.sub(lambda _field: shop, words)
        return self.subject or UNFILLED.sub(lambda field: field[1] or "…", filled) or self.purpose

    @property
    def is_doubtful(self) -> bool:
        """A person may have it sent again."""
        return self.state in {MessageState.UNKNOWN, MessageState.FAILED}


class EventKind(models.TextChoices):
    DELIVERED = "delivered", _("Delivered")
    DEFERRED = "deferred", _("Put off by their server")
    HARD_BOUNCE = "hard_bounce", _("The address does not exist")
    SOFT_BOUNCE = "soft_bounce", _("Could not be delivered for now")
    COMPLAINED = "complained", _("Marked as spam")
    CLICKED = "clicked", _("Clicked a link")
    ROBOT_CLICKED = "robot_clicked", _("A robot opened a link")
    REPLIED = "replied", _("Replied")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")


class MessageEvent(models.Model):
    """What became of a mail after it left; told once, in any order."""

    # A provider may tell of a mail we do not know (any more): it is kept all the same.
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="events")
    # Whose mail it was, where it was no test. The database fills it in for whoever writes an event; called so
    # because mails have a customer, and statements of the release before name that without its table.
    recipient = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=14, choices=EventKind)
    at = models.DateTimeField()
    key = models.CharField(max_length=160, unique=True)  # the provider's number, or one of ours
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "-at"], name="message_event_by_kind"),
            models.Index(
                fields=["recipient", "kind", "at"],
                condition=Q(recipient__isnull=False),
                name="message_event_of_recipient",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
