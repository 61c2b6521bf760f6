"""Mail that came in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from engagement.models.enquiry import Enquiry
from engagement.models.message import Message


class InboundKind(models.TextChoices):
    REPLY = "reply", _("Answer or question")
    AUTO_REPLY = "auto_reply", _("Answered by a machine")
    BOUNCE = "bounce", _("Could not be delivered")


class InboundMail(models.Model):
    """A mail from outside: what it is, whose it is, which of ours it answers."""

    message_id = models.CharField(
        max_length=250, unique=True
    )  # its header, or a fingerprint where it has none
    kind = models.CharField(max_length=10, choices=InboundKind)
    from_email = models.EmailField(blank=True)
    from_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # without what they quoted
    received_at = models.DateTimeField()
    answers = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="replies")
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="inbound_mails")
    enquiry = models.ForeignKey(Enquiry, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.subject or self.from_email or str(_("A mail without a sender"))
