"""Somebody the shop knows: perhaps only a phone number, and still a whole customer."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers.models.household import Household
from customers.models.tag import Tag

# Whoever has no name comes after everybody who has one.
NAMELESS = "~"


class Channel(models.TextChoices):
    """How shop and customer reach each other."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    MESSAGE = "message", _("Message")
    SOCIAL = "social", _("Social media")
    POST = "post", _("Post")
    WEB = "web", _("Web")


class Relationship(models.TextChoices):
    """What kind of tie it is."""

    TRANSACTIONAL = "transactional", _("Transactional")
    COLLABORATIVE = "collaborative", _("Collaborative")
    COMMUNITY = "community", _("Community")


class Stage(models.TextChoices):
    """Where somebody stands in the cycle; the rules are in customers/cycle.py."""

    ATTRACTION = "attraction", _("Attraction")
    CONVERSION = "conversion", _("Conversion")
    RETENTION = "retention", _("Retention")
    ADVOCACY = "advocacy", _("Advocacy")
    LAPSED = "lapsed", _("Lapsed")


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, user: User) -> Self:
        """Everybody who may see customers sees them all; the guard on the page says who may."""
        return self

    def by_name(self) -> Self:
        return self.order_by("sort_key", "pk")


class Customer(models.Model):
    """A person (or a club, or a company) the shop has a relationship with."""

    given_name = models.CharField(_("first name"), max_length=80, blank=True)
    family_name = models.CharField(_("last name"), max_length=80, blank=True)
    preferred_name = models.CharField(_("likes to be called"), max_length=80, blank=True)
    company = models.CharField(_("company or club"), max_length=120, blank=True)
    # Folded for sorting: the embedded PostgreSQL sorts by code point.
    sort_key = models.CharField(max_length=300, editable=False, default=NAMELESS)

    language = models.CharField(_("language"), max_length=10, blank=True)
    birth_day = models.SmallIntegerField(_("birthday: day"), null=True, blank=True)
    birth_month = models.SmallIntegerField(_("birthday: month"), null=True, blank=True)
    birth_year = models.SmallIntegerField(_("birthday: year"), null=True, blank=True)

    street = models.CharField(_("street"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)

    source = models.CharField(_("how they found us"), max_length=60, blank=True)
    whereabouts = models.TextField(_("where to find them"), blank=True)
    preferred_channel = models.CharField(_("prefers"), max_length=12, choices=Channel, blank=True)
    relationship = models.CharField(_("relationship"), max_length=15, choices=Relationship, blank=True)
    do_not_disturb_since = models.DateTimeField(null=True, blank=True, editable=False)

    household = models.ForeignKey(Household, models.SET_NULL, null=True, blank=True, related_name="members")
    looked_after_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="customers",
        verbose_name=_("looked after by"),
    )
    card_code = models.CharField(_("card code"), max_length=40, null=True, blank=True, unique=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="customers")
    custom = models.JSONField(default=dict, blank=True)  # {field key: typed value}, see CustomField

    # Kept by customers/actions/figures.py from purchases and interactions; never edited.
    purchase_count = models.IntegerField(default=0, editable=False)
    spend = models.DecimalField(max_digits=16, decimal_places=4, default=0, editable=False)
    first_purchase_at = models.DateTimeField(null=True, editable=False)
    last_purchase_at = models.DateTimeField(null=True, editable=False)
    last_seen_at = models.DateTimeField(null=True, editable=False)
    # Days on which they came in or bought, and days on which they bought.
    visit_days = models.IntegerField(default=0, editable=False)
    buying_days = models.IntegerField(default=0, editable=False)
    last_location = models.ForeignKey(Location, models.SET_NULL, null=True, editable=False, related_name="+")
    last_thanked_at = models.DateTimeField(null=True, editable=False)

    # Their own rhythm, kept by customers/actions/rhythm.py.
    expected_next_on = models.DateField(null=True, editable=False)
    overdue_on = models.DateField(null=True, editable=False)

    # Where they stand, kept by customers/actions/stage.py.
    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage, default=Stage.ATTRACTION, editable=False
    )
    stage_since = models.DateField(null=True, default=timezone.localdate, editable=False)
    # The next day on which the stage can change though nothing happens.
    stage_ends_on = models.DateField(null=True, editable=False)

    version = models.IntegerField(default=1, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="customer_birthday_is_whole",
                condition=models.Q(birth_day=None, birth_month=None, birth_year=None)
                | models.Q(birth_day__range=(1, 31), birth_month__range=(1, 12)),
            ),
            models.CheckConstraint(name="customer_card_code_is_not_empty", condition=~models.Q(card_code="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="customer_by_name"),
            models.Index(fields=["birth_month", "birth_day"], name="customer_birthday"),
            models.Index(fields=["-last_seen_at", "-id"], name="customer_last_seen"),
            models.Index(fields=["-last_purchase_at", "-id"], name="customer_last_purchase"),
            models.Index(fields=["-spend", "-id"], name="customer_spend"),
            models.Index(fields=["stage", "sort_key", "id"], name="customer_by_stage"),
            models.Index(
                fields=["overdue_on", "id"],
                name="customer_overdue",
                condition=models.Q(overdue_on__isnull=False),
            ),
            models.Index(
                fields=["stage_ends_on"],
                name="customer_stage_ends",
                condition=models.Q(stage_ends_on__isnull=False),
            ),
            # Each quick filter of the list finds its few by an index.
            models.Index(fields=["source", "sort_key", "id"], name="customer_by_source"),
            models.Index(fields=["purchase_count", "id"], name="customer_purchase_count"),
            models.Index(fields=["created_at", "id"], name="customer_created"),
            models.Index(
                fields=["relationship", "sort_key", "id"],
                name="customer_by_relationship",
                condition=~models.Q(relationship=""),
            ),
            models.Index(
                fields=["sort_key", "id"],
                name="customer_quiet",
                condition=models.Q(do_not_disturb_since__isnull=False),
            ),
            GinIndex(fields=["custom"], name="customer_custom", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def display_name(self) -> str:
        """The best name we have; a phone-only walk-in is called by what we know."""
        named = self.full_name or self.preferred_name or self.company
        return named or self._known_number or str(_("Customer %d") % self.pk)

    @property
    def _known_number(self) -> str:
        """The first phone number, where it was fetched along: a name is no reason to ask again."""
        if first_phone := getattr(self, "first_phone", ""):
            return str(first_phone)
        fetched = getattr(self, "_prefetched_objects_cache", {}).get("phones", [])
        return next((phone.number for phone in fetched), "")

    @property
    def birthday(self) -> date | None:
        """The day itself, for showing; in a leap year when they keep their year to themselves."""
        if not (self.birth_day and self.birth_month):
            return None
        return date(self.birth_year or 2024, self.birth_month, self.birth_day)
