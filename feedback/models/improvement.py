"""What we change because of what people said, and whom we tell."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import Customer


class ImprovementState(models.TextChoices):
    OPEN = "open", _("Open")
    PLANNED = "planned", _("Planned")
    DOING = "doing", _("Under way")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")


DECIDED = (ImprovementState.DONE, ImprovementState.DECLINED)


class Effort(models.IntegerChoices):
    """How much work it is."""

    TINY = 1, _("An hour")
    SMALL = 2, _("A day")
    LARGE = 3, _("A week")
    HUGE = 5, _("More")


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def undecided(self) -> Self:
        return self.exclude(state__in=DECIDED)

    def public(self) -> Self:
        """What everybody may read: done or declined, in words for everybody."""
        return self.filter(state__in=DECIDED, public_at__isnull=False)


class Improvement(models.Model):
    """Something we change, or say why we do not, with what people said about it."""

    title = models.CharField(_("what we change"), max_length=120)
    problem = models.TextField(_("what is wrong"), blank=True)
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who sees to it")
    )
    effort = models.PositiveSmallIntegerField(_("how much work"), choices=Effort, default=Effort.SMALL)
    state = models.CharField(_("how far"), max_length=8, choices=ImprovementState, default="open")
    reason = models.TextField(_("why not"), blank=True)
    # A key of our own measures, such as "feedback.theme:5": feedback/watched.py.
    watched = models.CharField(_("what shall change"), max_length=80, blank=True)
    # Chosen before anybody looks at the effect: the weeks it is compared with begin and end here.
    baseline_from = models.DateField(_("compared with, from"), null=True, blank=True)
    baseline_until = models.DateField(_("compared with, until"), null=True, blank=True)
    baseline_chosen_at = models.DateTimeField(null=True, editable=False)
    live_on = models.DateField(_("since when it is so"), null=True, blank=True)
    public_words = models.TextField(_("in words for everybody"), blank=True)
    public_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="improvement_says_why_not"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(live_on__isnull=False), name="improvement_done_since"
            ),
            models.CheckConstraint(
                condition=Q(live_on=None)
                | Q(baseline_until=None)
                | Q(baseline_until__lte=models.F("live_on")),
                name="improvement_compared_with_before",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-id"], name="improvement_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED


class ImprovementEvidence(models.Model):
    """What it rests on, by its key: one text ("feedback.review:3"), or a whole theme ("feedback.theme:5")."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="evidence", db_index=False)
    about = models.CharField(max_length=80)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "about"], name="improvement_evidence_once"),
        ]

    def __str__(self) -> str:
        return self.about


class HearBack(models.Model):
    """Whoever said this wants to hear what we do about it."""

    about = models.CharField(max_length=80, unique=True)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="hear_backs")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.about


class ImprovementNotice(models.Model):
    """One customer was told what became of it: once, ever."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="notices", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="improvement_notices")
    about = models.CharField(max_length=80)  # which words of theirs we quoted
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["improvement", "customer"], name="improvement_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.improvement_id} to {self.customer_id}"
