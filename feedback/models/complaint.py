"""Complaints: what went wrong for somebody, and what becomes of it."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from crm.shop.permissions import Permission
from customers.models import Customer, Purchase
from feedback.models.root_cause import RootCause

# So that the first one has a number that can be spoken and looks like one.
FIRST_NUMBER = 1000


class ComplaintState(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ASSESSING = "assessing", _("Being assessed")
    INVESTIGATING = "investigating", _("Being looked into")
    WAITING_CUSTOMER = "waiting_customer", _("Waits for the customer")
    WAITING_SUPPLIER = "waiting_supplier", _("Waits for a supplier")
    OFFERED = "offered", _("Offer made")
    ACCEPTED = "accepted", _("Offer accepted")
    REJECTED = "rejected", _("Offer rejected")
    ESCALATED = "escalated", _("With the manager")
    CLOSED_RESOLVED = "closed_resolved", _("Closed: put right")
    CLOSED_UNRESOLVED = "closed_unresolved", _("Closed: not put right")
    CLOSED_WITHDRAWN = "closed_withdrawn", _("Closed: withdrawn")
    MERGED = "merged", _("Goes on under another number")


WAITING = (ComplaintState.WAITING_CUSTOMER, ComplaintState.WAITING_SUPPLIER)
CLOSED = (
    ComplaintState.CLOSED_RESOLVED,
    ComplaintState.CLOSED_UNRESOLVED,
    ComplaintState.CLOSED_WITHDRAWN,
    ComplaintState.MERGED,
)


class ComplaintChannel(models.TextChoices):
    IN_STORE = "in_store", _("In the shop")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    WEB_FORM = "web_form", _("Form on the web")
    SURVEY = "survey", _("Survey")
    REVIEW_SITE = "review_site", _("Review")
    SOCIAL = "social", _("Social media")
    LETTER = "letter", _("Letter")
    THIRD_PARTY = "third_party", _("Somebody else")


class Wish(models.TextChoices):
    """What the customer wants us to do."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    APOLOGY = "apology", _("An apology")
    EXPLANATION = "explanation", _("An explanation")
    REPAIR = "repair", _("A repair")
    REPLACEMENT = "replacement", _("A replacement")
    REFUND = "refund", _("Money back")
    REDUCTION = "reduction", _("Part of the money back")
    PREVENTION = "prevention", _("That it does not happen again")
    OTHER = "other", _("Something else")


class Severity(models.IntegerChoices):
    CRITICAL = 1, _("1 – danger, or great harm")
    SERIOUS = 2, _("2 – serious")
    USUAL = 3, _("3 – as usual")
    SMALL = 4, _("4 – small")


# What goes to the owner of the shop at once.
FLAGS = ("is_safety", "is_legal", "is_discrimination", "is_privacy")


class Justified(models.TextChoices):
    """Were they right? What we do all the same, out of goodwill, stands with each remedy."""

    UNDETERMINED = "undetermined", _("We do not know")
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        """What is said about a colleague is for those who lead the shop."""
        return self if user.can(Permission.COMPLAINT_SEE_STAFF) else self.filter(is_about_staff=False)

    def open(self) -> Self:
        return self.exclude(state__in=CLOSED)

    def to_look_at(self, now: datetime) -> Self:
        """Those of which somebody has to be reminded, the longest due first."""
        return self.filter(closed_at=None, look_at__lte=now).order_by("look_at", "pk")

    def by_clock(self) -> Self:
        """What is due first stands first; what waits for somebody else, last."""
        return self.order_by(models.F("due_at").asc(nulls_last=True), "pk")


class Complaint(models.Model):
    """Something went wrong for somebody, and the shop owes them an answer.

    What happened to it stands in its events; the moments here are worked out from them.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, blank=True, related_name="complaints")
    # Who complained, where no customer is known.
    contact_name = models.CharField(_("name"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True)

    story = models.TextField(_("what happened"))  # in the customer's words
    wish = models.CharField(_("what they want"), max_length=12, choices=Wish)
    wish_words = models.CharField(_("what exactly they want"), max_length=300, blank=True)
    product = models.CharField(_("product or order"), max_length=120, blank=True)
    lot = models.CharField(_("lot or batch"), max_length=60, blank=True)
    purchase = models.ForeignKey(
        Purchase, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("purchase")
    )
    severity = models.PositiveSmallIntegerField(_("how bad it is"), choices=Severity, default=Severity.USUAL)
    is_safety = models.BooleanField(_("somebody could get hurt"), default=False)
    is_legal = models.BooleanField(_("about the law"), default=False)
    is_discrimination = models.BooleanField(_("about discrimination"), default=False)
    is_privacy = models.BooleanField(_("about data protection"), default=False)
    # Everybody may read it elsewhere, so our answer is read there as well.
    is_public = models.BooleanField(_("said in public"), default=False)
    public_url = models.URLField(_("where in public"), max_length=400, blank=True)
    is_about_staff = models.BooleanField(_("about a colleague"), default=False)

    # For those who lead the shop: who served them, and what they need (ill, grieving, easily pressed).
    colleagues = models.ManyToManyField(
        User,
        through="feedback.ComplaintColleague",
        blank=True,
        related_name="+",
        verbose_name=_("colleagues it is about"),
    )
    care_note = models.TextField(_("what they need"), blank=True)

    channel = models.CharField(
        _("how it came"), max_length=12, choices=ComplaintChannel, default=ComplaintChannel.IN_STORE
    )
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, verbose_name=_("where"))
    owner = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("who cares for it"),
    )
    received_at = models.DateTimeField(_("when"))
    state = models.CharField(
        max_length=18, choices=ComplaintState, default=ComplaintState.RECEIVED, editable=False
    )
    findings = models.TextField(_("what we found"), blank=True)
    justified = models.CharField(
        _("whether they were right"), max_length=12, choices=Justified, default=Justified.UNDETERMINED
    )
    root_cause = models.ForeignKey(
        RootCause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("what lay behind it"),
    )
    whys = models.TextField(_("why, five times"), blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="merged_here"
    )
    # Where it was closed too long ago to be opened again.
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="followed_by"
    )
    # What was promised to the customer, and when we ask again while somebody else has the ball.
    next_update_at = models.DateTimeField(_("next news promised for"), null=True, editable=False)
    chase_on = models.DateField(_("ask again on"), null=True, editable=False)
    # Worked out from the log and the calendar, for lists and the clock; None while it waits or is closed.
    due_at = models.DateTimeField(null=True, editable=False)
    due_clock = models.CharField(max_length=12, blank=True, editable=False)
    look_at = models.DateTimeField(null=True, editable=False)  # when somebody may have to be reminded
    closed_at = models.DateTimeField(null=True, editable=False)
    reopened_count = models.PositiveSmallIntegerField(default=0, editable=False)

    # What it came by ("web:…", "feedback.review:7"): twice equals once.
    cause = models.CharField(max_length=80, blank=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause"], condition=~Q(cause=""), name="complaint_came_once"),
            models.CheckConstraint(condition=Q(severity__range=(1, 4)), name="complaint_severity_is_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=[s for s in ComplaintState if s not in CLOSED])
                | Q(closed_at__isnull=False, state__in=CLOSED),
                name="complaint_closed_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="complaint_by_clock"),
            models.Index(fields=["-received_at", "-id"], name="complaint_newest"),
            models.Index(fields=["look_at"], condition=Q(closed_at=None), name="complaint_to_look_at"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number that is told to the customer."""
        return f"C-{FIRST_NUMBER + (self.pk or 0)}"

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_urgent(self) -> bool:
        """The owner of the shop hears of it at once."""
        return self.severity == Severity.CRITICAL or any(getattr(self, flag) for flag in FLAGS)

    @property
    def who(self) -> str:
        """The customer, or what they said about themselves."""
        if self.customer:
            return str(self.customer)
        return self.contact_name or self.contact_email or self.contact_phone or str(_("Somebody"))


def number_of(reference: str) -> int | None:
    """The row behind a number as somebody says or types it: "C-1042", "c1042", "1042"."""
    digits = reference.strip().upper().removeprefix("C").strip(" -")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 18):
        return None
    number = int(digits) - FIRST_NUMBER
    return number if number > 0 else None
