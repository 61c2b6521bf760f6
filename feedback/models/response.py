"""Answers: what a customer said, how sure we are that it was them, and all that was ever sent."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Device, Location, User
from customers.models import Customer
from feedback.models.invitation import Invitation
from feedback.models.printed_code import PrintedCode
from feedback.models.survey import Survey, SurveyVersion
from feedback.questions import Band


class Evidence(models.IntegerChoices):
    """How sure it is that a person answered."""

    POSTED = 0, _("It was sent, no more")
    LOOKED = 1, _("The page was read first")
    TOUCHED = 2, _("Somebody touched the page")
    WROTE = 3, _("Somebody wrote or changed something")


class AnswerChannel(models.TextChoices):
    """How an answer came in. Figures of different channels are never put into one without saying so."""

    MAIL = "mail", _("By mail")
    QR = "qr", _("Code in the shop")
    KIOSK = "kiosk", _("Tablet in the shop")


# Of people without names never fewer are shown, or one of them could be known.
FEW_WITHOUT_NAMES = 5


class ResponseQuerySet(models.QuerySet["Response"]):
    def confirmed(self) -> Self:
        """Sent by a person, as far as anybody can tell."""
        return self.filter(confirmed_at__isnull=False)

    def counting(self) -> Self:
        """What figures are made of."""
        return self.confirmed().filter(invalid_at=None)

    def latest_of_each(self, *within: str) -> Self:
        """Of each customer the latest of these, by channel; whoever nobody knows counts each time."""
        same = ("survey", "channel", "customer", *within)
        newer = self.filter(pk__gt=OuterRef("pk"), **{name: OuterRef(name) for name in same})
        return self.filter(~Exists(newer))

    def visible_to(self, user: User) -> Self:
        """All of them: who may see answers at all says the guard."""
        return self.in_company()

    def in_company(self) -> Self:
        """Without the anonymous ones of which a survey has only a few by the same channel."""
        anonymous = Response.objects.filter(is_anonymous=True).values("survey", "channel").order_by()
        many = anonymous.annotate(n=Count("pk")).filter(n__gte=FEW_WITHOUT_NAMES)
        are_many = many.filter(survey=OuterRef("survey"), channel=OuterRef("channel"))
        return self.filter(Q(is_anonymous=False) | Exists(are_many))


class Response(models.Model):
    """What somebody answered: to an invitation, or in the shop, where nobody knows who it was.

    Staff may set it aside, and cannot change it. An anonymous answer knows nothing but the week.
    """

    invitation = models.OneToOneField(Invitation, models.CASCADE, null=True, related_name="response")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="responses")
    version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="survey_responses")
    channel = models.CharField(max_length=5, choices=AnswerChannel, default=AnswerChannel.MAIL)
    code = models.ForeignKey(PrintedCode, models.SET_NULL, null=True, related_name="responses")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="+")
    # Made by the page or the tablet: the same answer sent twice is one.
    key = models.UUIDField(null=True, unique=True)
    is_anonymous = models.BooleanField(default=False)
    # Where they were, and who served them, as far as we know.
    location = models.ForeignKey(Location, models.SET_NULL, null=True, related_name="+")
    staff = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # What figures ask for, so that they need not look into the answers.
    score = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=6, blank=True)
    comment = models.TextField(blank=True)

    evidence = models.PositiveSmallIntegerField(choices=Evidence, default=Evidence.POSTED)
    confirmed_at = models.DateTimeField(null=True)  # empty: perhaps only a click, or a robot
    completed_at = models.DateTimeField(null=True)  # empty: something that is required is missing
    changed_at = models.DateTimeField()
    edit_until = models.DateTimeField()
    browser_hash = models.CharField(max_length=64, blank=True)  # of the cookie that may change it
    wants_call_at = models.DateTimeField(null=True)
    invalid_at = models.DateTimeField(null=True)
    invalid_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    invalid_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="response_is_set_aside_for_a_reason",
                condition=Q(invalid_at=None, invalid_reason="")
                | Q(invalid_at__isnull=False) & ~Q(invalid_reason=""),
            ),
            models.CheckConstraint(
                name="response_is_confirmed_by_a_person", condition=Q(confirmed_at=None) | Q(evidence__gte=1)
            ),
            models.CheckConstraint(
                name="response_belongs_to_the_customer_who_was_invited",
                condition=Q(invitation=None, customer=None)
                | Q(invitation__isnull=False, customer__isnull=False),
            ),
            models.CheckConstraint(
                name="anonymous_response_knows_nobody",
                condition=Q(is_anonymous=False)
                | Q(
                    invitation=None,
                    customer=None,
                    staff=None,
                    location=None,
                    code=None,
                    device=None,
                    key=None,
                    browser_hash="",
                    wants_call_at=None,
                    confirmed_at=F("created_at"),
                    completed_at=F("created_at"),
                    changed_at=F("created_at"),
                    edit_until=F("created_at"),
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["survey", "-id"], name="response_of_survey"),
            models.Index(fields=["survey", "confirmed_at"], name="response_counted"),
            models.Index(fields=["customer", "-id"], name="response_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.score}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @cached_property
    def tone(self) -> str:
        """The band in which they are thanked: one low mark beside a good one is no reason to be glad."""
        scales = {question.key: question for question in self.version.asked if question.is_scale}
        if len(scales) < 2:
            return self.band
        marks = self.answers.filter(question__in=scales).values_list("question", "number")
        bands = {scales[key].band_of(number) for key, number in marks}
        return next((band for band in Band if band in bands), self.band)

    @property
    def may_change(self) -> bool:
        """The time in which whoever answered may say something else is not over."""
        return self.edit_until > timezone.now()

    @property
    def who(self) -> str:
        """Whose answer it is, as far as anybody can know."""
        return str(self.customer) if self.customer else gettext("Somebody")

    @property
    def figure(self) -> str:
        """The score with the top of its scale: "4/5"."""
        asked = self.version.score
        return f"{self.score}/{asked.top}" if asked and self.score is not None else ""

    @property
    def in_one_line(self) -> str:
        """For the timeline: the figure, and what they wrote."""
        return "\n".join(filter(None, [self.figure, self.comment]))


class Answer(models.Model):
    """The answer to one question, by the keys of the version."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField(null=True)
    options = models.JSONField(default=list)
    text = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "question"], name="answer_once_a_question")
        ]

    def __str__(self) -> str:
        return self.question


class Fate(models.TextChoices):
    """What became of something that was sent from the page."""

    FIRST = "first", _("Became the answer")
    EDIT = "edit", _("They changed their answer")
    INSTEAD = "instead", _("A person's answer took the place of a robot's, or of a click")
    UNSURE = "unsure", _("Kept, but it does not count: perhaps a robot, perhaps only a click")
    KEPT_OUT = "kept_out", _("Kept out: it would have changed an answer")
    NO_PAGE = "no_page", _("Kept out: it did not come from the page")
    TOO_SOON = "too_soon", _("Kept out: looked at too briefly, or as soon as the mail came")
    BURST = "burst", _("Several answers within seconds: a robot, all dropped")


class Attempt(models.Model):
    """Everything that was ever sent with a link, whatever became of it: the history of an answer."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="attempts")
    at = models.DateTimeField(auto_now_add=True)
    fate = models.CharField(max_length=8, choices=Fate)
    evidence = models.PositiveSmallIntegerField(choices=Evidence)
    page = models.CharField(max_length=24, blank=True)  # which opened page it came from
    browser = models.CharField(max_length=16, blank=True)  # a hash: the same, or another?
    given = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["invitation", "id"], name="attempt_of_invitation")]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.fate}"
