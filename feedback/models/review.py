"""What people write about the shop where everybody can read it, and the places where they do."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers.models import Customer

A_WEEK = timedelta(days=7)
NOT_THERE = 400
# Large places turn programs away; people see a page there all the same.
SHUT_TO_PROGRAMS = {401, 403, 405, 429}
APPROVED_UP_TO = 3  # stars: a second person looks at the reply


class PlatformKind(models.TextChoices):
    GOOGLE = "google", _("Google")
    TRUSTPILOT = "trustpilot", _("Trustpilot")
    TRIPADVISOR = "tripadvisor", _("Tripadvisor")
    FACEBOOK = "facebook", _("Facebook")
    OWN = "own", _("Our own page")
    YELP = "yelp", _("Yelp")
    SOCIAL = "social", _("Social media")


# Yelp forbids asking at all; nobody is asked to mention a shop in passing.
LISTEN_ONLY = (PlatformKind.YELP, PlatformKind.SOCIAL)


class ReviewPlatformQuerySet(models.QuerySet["ReviewPlatform"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def asked_for(self) -> Self:
        """Where we ask people to write."""
        return self.in_use().filter(is_asked=True).exclude(address="")

    def to_look_at(self, now: datetime) -> Self:
        """Whose address is to be tried again, as the shop wants it."""
        wanted = self.in_use().filter(is_checked=True).exclude(address="")
        return wanted.filter(Q(checked_at=None) | Q(checked_at__lte=now - A_WEEK))


class ReviewPlatform(models.Model):
    """A place where people write about us, and whether we ask them to write there."""

    kind = models.CharField(_("kind"), max_length=12, choices=PlatformKind)
    name = models.CharField(_("name"), max_length=60)
    address = models.URLField(_("address"), max_length=400, blank=True)  # where one writes
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, verbose_name=_("place"))
    is_asked = models.BooleanField(_("we ask for reviews here"), default=False)
    # Of those we ask, how many are led here: 2 is twice as many as 1.
    weight = models.PositiveSmallIntegerField(_("share"), default=1)
    is_checked = models.BooleanField(_("look once a week whether it answers"), default=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    answer = models.PositiveSmallIntegerField(null=True, editable=False)  # HTTP; 0: nothing answered
    retired_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReviewPlatformQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(retired_at=None), name="platform_named_once"
            ),
            models.CheckConstraint(
                condition=~Q(is_asked=True, kind__in=["yelp", "social"]), name="platform_listens_only"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answers(self) -> bool:
        """Was there a page, or at least somebody who did not let a program in?"""
        return (self.answer is not None and 0 < self.answer < NOT_THERE) or self.answer in SHUT_TO_PROGRAMS


class ReviewState(models.TextChoices):
    WAITING = "waiting", _("Waits for a reply")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Needs no reply")
    GONE = "gone", _("Taken down")


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User) -> Self:
        """Everybody can read them outside; the guard on the page says who may here."""
        return self

    def waiting(self) -> Self:
        return self.filter(state=ReviewState.WAITING)


class Review(models.Model):
    """What somebody wrote about us in public, and our reply.

    Whose it is, is never guessed: `customer` is set only when a person has confirmed it.
    """

    platform = models.ForeignKey(ReviewPlatform, models.PROTECT, related_name="reviews")
    external_id = models.CharField(max_length=200, blank=True)
    # Platform, its own number or the words: the same review brought twice is one.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    author = models.CharField(_("who wrote it"), max_length=120, blank=True)
    score = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    text = models.TextField(_("what they wrote"), blank=True)
    address = models.URLField(_("where it stands"), max_length=400, blank=True)
    written_on = models.DateField(_("when"))
    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, blank=True, related_name="reviews")
    recognised_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    state = models.CharField(max_length=8, choices=ReviewState, default=ReviewState.WAITING, editable=False)
    reply_by = models.DateTimeField(editable=False)
    reply = models.TextField(_("our reply"), blank=True)
    reply_written_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True, editable=False)
    replied_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=5), name="review_of_one_to_five_stars"
            ),
            models.CheckConstraint(
                condition=Q(replied_at=None) | Q(score=None) | Q(score__gt=3) | Q(approved_at__isnull=False),
                name="review_reply_was_approved",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["reply_by", "id"], condition=Q(state="waiting"), name="review_waiting"),
            models.Index(fields=["-written_on", "-id"], name="review_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.author or '?'}, {self.written_on}"

    @property
    def is_mention(self) -> bool:
        """Said in passing, on social media: no stars, and nobody was asked."""
        return self.platform.kind == PlatformKind.SOCIAL

    @property
    def is_waiting(self) -> bool:
        return self.state == ReviewState.WAITING

    @property
    def needs_approval(self) -> bool:
        """A reply to few stars is looked at by a second person before it stands there."""
        return self.score is not None and self.score <= APPROVED_UP_TO

    @property
    def may_be_published(self) -> bool:
        return bool(self.reply) and (self.approved_at is not None or not self.needs_approval)


class ReviewVersion(models.Model):
    """What a review said before its author changed it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="versions", db_index=False)
    number = models.IntegerField()
    score = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)
    seen_until = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "number"], name="review_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}, {self.number}"
