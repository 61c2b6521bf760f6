"""Questions that wait for an answer."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers.models import Channel, Customer


class EnquiryState(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    SPAM = "spam", _("Spam")


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> Self:
        """Whoever may see enquiries sees them all; the guard on the page says who may."""
        return self

    def waiting(self) -> Self:
        return self.filter(state=EnquiryState.OPEN)

    def oldest_first(self) -> Self:
        return self.order_by("waiting_since", "pk")


class Enquiry(models.Model):
    """A question from a customer, or from somebody we do not know yet, and its clock.

    The clock runs on the opening hours of the place it came to; `answer_by` is when the answer is due.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, blank=True, related_name="enquiries")
    # Who asked, where no customer is known; the web form asks for it.
    sender_name = models.CharField(_("name"), max_length=120, blank=True)
    sender_email = models.EmailField(_("e-mail"), blank=True)
    sender_phone = models.CharField(_("phone"), max_length=30, blank=True)

    channel = models.CharField(_("how it came"), max_length=12, choices=Channel)
    question = models.TextField(_("question"))
    state = models.CharField(max_length=10, choices=EnquiryState, default=EnquiryState.OPEN, editable=False)
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True)
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="enquiries", verbose_name=_("who answers")
    )
    received_at = models.DateTimeField(_("when"))
    waiting_since = models.DateTimeField(editable=False)  # received, or reopened
    answer_by = models.DateTimeField(editable=False)

    first_answered_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    answer = models.TextField(blank=True, editable=False)  # the latest one
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    reopened_count = models.PositiveSmallIntegerField(default=0, editable=False)

    # What it came by ("engagement.inboundmail:7", a form's key): twice equals once.
    cause = models.CharField(max_length=80, blank=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause"], condition=~Q(cause=""), name="enquiry_came_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["waiting_since", "id"], condition=Q(state="open"), name="enquiry_waiting"),
            models.Index(fields=["-received_at", "-id"], name="enquiry_newest"),
        ]

    def __str__(self) -> str:
        return self.question[:60]

    @property
    def is_open(self) -> bool:
        return self.state == EnquiryState.OPEN

    @property
    def who(self) -> str:
        """The customer, or what the sender said about themselves."""
        if self.customer:
            return str(self.customer)
        return self.sender_name or self.sender_email or self.sender_phone or str(_("Somebody"))
