"""Words of customers that we may show, as far and as long as they said."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import Customer


class ShownAs(models.TextChoices):
    NOBODY = "nobody", _("Without a name")
    FIRST = "first", _("First name")
    FULL = "full", _("First name and surname")
    FIRST_TOWN = "first_town", _("First name and town")


class TestimonialQuerySet(models.QuerySet["Testimonial"]):
    def standing(self, on: date) -> Self:
        """What may be shown on this day."""
        return self.filter(withdrawn_at=None, expires_on__gte=on)

    def on_the_web(self, on: date) -> Self:
        return self.standing(on).filter(on_website=True)


class Testimonial(models.Model):
    """What a customer said, in the words they agreed to, with where and how long it may be shown."""

    __test__ = False  # its name begins like that of a test

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="testimonials")
    about = models.CharField(max_length=80, blank=True)  # where it came from: "feedback.review:3"
    words = models.TextField(_("their words"))
    shown_as = models.CharField(_("shown as"), max_length=10, choices=ShownAs, default=ShownAs.NOBODY)
    on_website = models.BooleanField(_("on our website"), default=False)
    in_shop = models.BooleanField(_("in the shop"), default=False)
    in_print = models.BooleanField(_("in print"), default=False)
    on_social = models.BooleanField(_("on social media"), default=False)
    may_shorten = models.BooleanField(_("we may shorten it"), default=False)
    reward = models.CharField(_("what they got for it"), max_length=120, blank=True)  # then it is said
    consent_words = models.TextField(_("the words we asked in"))
    given_on = models.DateField(_("agreed on"))
    expires_on = models.DateField(_("until"))
    used_where = models.TextField(_("where it is used"), blank=True)  # a place a line
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = TestimonialQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(on_website=True) | Q(in_shop=True) | Q(in_print=True) | Q(on_social=True),
                name="testimonial_shown_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=models.F("given_on")), name="testimonial_lasts_a_while"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-given_on", "-id"], name="testimonial_newest")]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def signature(self) -> str:
        """As they wished to be called; empty without a name."""
        first = self.customer.given_name or self.customer.preferred_name
        if self.shown_as == ShownAs.FULL:
            return f"{first} {self.customer.family_name}".strip()
        if self.shown_as == ShownAs.FIRST_TOWN and self.customer.city:
            return f"{first}, {self.customer.city}"
        return "" if self.shown_as == ShownAs.NOBODY else first
