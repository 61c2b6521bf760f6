"""What a customer said yes or no to, in the words they were asked in."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models.customer import Customer


class ConsentChannel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    PHONE = "phone", _("Phone")
    POST = "post", _("Post")


class ConsentTopic(models.TextChoices):
    NEWS = "news", _("News and offers")
    CARE = "care", _("How it is going, after a purchase")
    TREATS = "treats", _("Birthdays and treats")
    FEEDBACK = "feedback", _("Being asked for feedback")
    REVIEWS = "reviews", _("Being asked for a review")


# How the sources of answers begin that nobody gave to us: what a file or a program says lifts no no.
BY_FILE, BY_PROGRAM = "import ", "api: "
LONGEST_SOURCE = 60
_SAME_QUESTION = {name: OuterRef(name) for name in ("customer", "channel", "topic")}
ASKED_ANEW = ~Q(wording="") & ~Q(source__startswith=BY_FILE) & ~Q(source__startswith=BY_PROGRAM)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def counting(self) -> Self:
        """Without each yes that would lift a no though nobody was asked anew, in words."""
        a_no = Consent.objects.filter(is_given=False, **_SAME_QUESTION)
        return self.filter(Q(is_given=False) | ASKED_ANEW | ~Exists(a_no))

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Consent(models.Model):
    """One answer, appended and never changed; the newest that counts is what stands for its topic."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="consents")
    channel = models.CharField(_("channel"), max_length=10, choices=ConsentChannel)
    topic = models.CharField(_("topic"), max_length=20, choices=ConsentTopic)
    is_given = models.BooleanField(_("answer"))
    wording = models.TextField(_("wording"), blank=True)
    wording_version = models.CharField(max_length=20, blank=True, db_default="")
    # What shows that it was said so: "engagement.message:12", a file of an import.
    proof = models.CharField(_("proof"), max_length=120, blank=True, db_default="")
    source = models.CharField(_("source"), max_length=LONGEST_SOURCE)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "channel", "topic", "-at", "-id"], name="consent_state")
        ]

    def __str__(self) -> str:
        return f"{self.channel}/{self.topic}: {'yes' if self.is_given else 'no'}"

    @property
    def is_asked_anew(self) -> bool:
        """They were asked by us, in words that we kept: such a yes counts also after a no."""
        return bool(self.wording) and not self.source.startswith((BY_FILE, BY_PROGRAM))
