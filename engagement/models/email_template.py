"""Words for mails, kept in versions."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User
from customers.models import ConsentTopic


class MessageClass(models.TextChoices):
    """What a mail is before the law."""

    TRANSACTIONAL = "transactional", _("About something they asked for")
    SURVEY = "survey", _("Asking for feedback")
    REVIEW = "review", _("Asking for a review")
    MARKETING = "marketing", _("News, treats and offers")


class EmailTemplateQuerySet(models.QuerySet["EmailTemplate"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class EmailTemplate(models.Model):
    """A mail that the shop sends again and again; its words are in its versions."""

    # Starter templates have a key ("welcome"); the shop's own have none.
    key = models.SlugField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    message_class = models.CharField(_("kind of mail"), max_length=13, choices=MessageClass)
    topic = models.CharField(_("topic"), max_length=20, choices=ConsentTopic, blank=True)
    current = models.ForeignKey(
        "EmailTemplateVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )
    # An announcement's own words stand in no list.
    is_for_once = models.BooleanField(default=False, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = EmailTemplateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="starter_template_once"),
        ]

    def __str__(self) -> str:
        return self.name


class EmailTemplateVersion(models.Model):
    """The words as they were written down once; never changed."""

    template = models.ForeignKey(EmailTemplate, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"))  # Markdown with merge fields and blocks, see engagement/rendering.py
    text_body = models.TextField(_("plain text"), blank=True)  # empty: made from the body
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
        ]

    def __str__(self) -> str:
        return self.subject
