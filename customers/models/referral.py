"""Who sent whom."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models.customer import Customer


class ReferralCode(models.Model):
    """The code by which one customer recommends the shop; it is no secret."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="referral_code")
    code = models.CharField(max_length=16, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.code


class ReferralWay(models.TextChoices):
    COUNTER = "counter", _("Told at the counter")
    LINK = "link", _("By their link")
    CODE = "code", _("By their code")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Referral(models.Model):
    """A customer came because another customer sent them; everybody is sent at most once."""

    advocate = models.ForeignKey(Customer, models.CASCADE, related_name="referrals")
    friend = models.OneToOneField(Customer, models.CASCADE, related_name="referred_by")
    way = models.CharField(_("how we know"), max_length=7, choices=ReferralWay)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="nobody_refers_themselves", condition=~models.Q(advocate=models.F("friend"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="referral_newest")]

    def __str__(self) -> str:
        return f"{self.advocate_id} → {self.friend_id}"
