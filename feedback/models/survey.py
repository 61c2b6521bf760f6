"""Surveys: what we ask, and the versions of it that customers have seen."""

from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from feedback.questions import Question, read_all, score_question
from feedback.survey_translation import questions_in, texts_of, whole_ones

# What a version takes over from the draft.
PUBLISHED = ("intro", "questions", "thanks", "gift", "translations")


class SurveyKind(models.TextChoices):
    PURCHASE = "purchase", _("After a purchase")
    LIKELY = "likely", _("Would you recommend us? (NPS)")
    COMPLAINT = "complaint", _("After a complaint")
    PULSE = "pulse", _("In the shop, one question")
    CUSTOM = "custom", _("A survey of our own")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def switched_on(self) -> Self:
        return self.filter(switched_on_at__isnull=False, current__isnull=False)

    def visible_to(self, user: User) -> Self:
        """All of them: who may see surveys at all says the guard."""
        return self


class Survey(models.Model):
    """Something the shop asks its customers, again and again, in the same words."""

    key = models.SlugField(max_length=40, blank=True)  # of the starter it came from
    kind = models.CharField(max_length=9, choices=SurveyKind)
    name = models.CharField(max_length=80)
    intro = models.CharField(max_length=300, blank=True)
    questions = models.JSONField(default=list)  # the draft, see feedback/questions.py
    thanks = models.JSONField(default=dict)  # {band: words after an answer}; the house has its own
    gift = models.JSONField(default=dict)  # what answering earns, see feedback/survey_gift.py
    translations = models.JSONField(default=dict)  # {language: words}, see feedback/survey_translation.py
    # One switch for everybody who answers: who was unhappy is shown the same.
    shows_reviews = models.BooleanField(default=False)
    mail_subject = models.CharField(max_length=150, blank=True)
    mail_body = models.TextField(blank=True)
    is_anonymous = models.BooleanField(default=False)  # stays as it is once somebody was asked
    current = models.ForeignKey("SurveyVersion", models.PROTECT, null=True, related_name="+")
    switched_on_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="survey_starts_once"),
            models.CheckConstraint(
                name="survey_is_on_when_published",
                condition=Q(switched_on_at=None) | Q(current__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        return self.switched_on_at is not None

    @property
    def draft(self) -> tuple[Question, ...]:
        """The questions as they would be published now."""
        return read_all(self.questions)

    @property
    def has_news(self) -> bool:
        """Does the draft say something that was not published?"""
        current = self.current
        return current is None or any(
            getattr(current, name) != value for name, value in self.as_published.items()
        )

    @property
    def texts(self) -> dict[str, str]:
        """Everything that customers read."""
        return texts_of(self, name=self.name, mail_subject=self.mail_subject, mail_body=self.mail_body)

    @property
    def as_published(self) -> dict[str, Any]:
        """What a version would take over now: of the translations those that are whole."""
        draft = {name: getattr(self, name) for name in PUBLISHED}
        return {**draft, "translations": whole_ones(self.translations, self.texts)}


class SurveyVersion(models.Model):
    """A survey as customers saw it: it never changes, and their answers stay with it."""

    title = ""  # in another language than the shop's: what the survey is called there

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    intro = models.CharField(max_length=300, blank=True)
    questions = models.JSONField()
    thanks = models.JSONField(default=dict)
    gift = models.JSONField(default=dict)
    translations = models.JSONField(default=dict)  # {language: {text: words}}, each of them whole
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}.{self.number}"

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        return read_all(self.questions)

    def in_language(self, language: str) -> "SurveyVersion":
        """The same version with the words of another language; itself where it has none."""
        words = self.translations.get(language)
        if not words:
            return self
        said = SurveyVersion(
            pk=self.pk,
            survey_id=self.survey_id,
            number=self.number,
            intro=words.get("intro", ""),
            questions=questions_in(self.questions, words),
            thanks={band: words.get(f"thanks.{band}", own) for band, own in self.thanks.items()},
            gift=self.gift,
            translations=self.translations,
        )
        said.title = words.get("name", "")
        return said

    @cached_property
    def score(self) -> Question | None:
        """The question whose answer is the score."""
        return score_question(self.asked)
