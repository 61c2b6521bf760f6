"""The ways to reach a customer, and the names other systems have for them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.customer import Customer


class Phone(models.Model):
    """A number in E.164; two people may share one (households do)."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="phones")
    number = models.CharField(_("phone"), max_length=20)
    label = models.CharField(_("label"), max_length=30, blank=True)
    position = models.SmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "number"], name="phone_once_per_customer")
        ]
        indexes: ClassVar = [models.Index(fields=["number"], name="phone_number")]

    def __str__(self) -> str:
        return self.number


class Email(models.Model):
    """An e-mail address, lower-cased; two people may share one."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="emails")
    address = models.EmailField(_("e-mail"))
    label = models.CharField(_("label"), max_length=30, blank=True)
    position = models.SmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "address"], name="email_once_per_customer")
        ]
        indexes: ClassVar = [models.Index(fields=["address"], name="email_address")]

    def __str__(self) -> str:
        return self.address


class ExternalId(models.Model):
    """What a till, web shop or file calls this customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="external_ids")
    source = models.CharField(_("source"), max_length=40)
    value = models.CharField(_("their number there"), max_length=120)

    class Meta:
        ordering: ClassVar = ["source", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "value"], name="external_id_names_one_customer")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.value}"


class QuickFactKind(models.TextChoices):
    LIKES = "likes", _("Likes")
    SIZE = "size", _("Size")
    BUYS_FOR = "buys_for", _("Buys for")
    GOOD_TO_KNOW = "good_to_know", _("Good to know")


class QuickFact(models.Model):
    """One thing worth knowing at a glance: "size 38", "buys for: daughter Lily"."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="quick_facts")
    kind = models.CharField(_("kind"), max_length=15, choices=QuickFactKind)
    text = models.CharField(_("fact"), max_length=160)
    position = models.SmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.text
