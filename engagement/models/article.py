"""The shop's word: what it says about its goods, its rules and what people ask."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.shop.models import User


class ArticleKind(models.TextChoices):
    PRODUCT = "product", _("Product note")
    POLICY = "policy", _("Policy")
    ANSWER = "answer", _("Answer to a frequent question")


class ArticleQuerySet(models.QuerySet["Article"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)


class Article(models.Model):
    """A product note, a policy or an answer, as it stands today."""

    kind = models.CharField(_("kind"), max_length=8, choices=ArticleKind)
    title = models.CharField(_("title"), max_length=160)  # of an answer: the question
    body = models.TextField(_("text"))  # Markdown
    product_code = models.CharField(_("product code"), max_length=60, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    goes_with = models.CharField(_("goes with"), max_length=200, blank=True)
    keywords = models.CharField(_("also found by"), max_length=200, blank=True)
    is_public = models.BooleanField(_("the web form may propose it"), default=False)
    # Folded words of all of it, by which it is found.
    search_text = models.TextField(editable=False, default="")
    retired_at = models.DateTimeField(null=True, editable=False)
    version = models.IntegerField(default=1, editable=False)
    edited_at = models.DateTimeField(auto_now=True)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "title"], condition=Q(retired_at=None), name="article_title_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleVersion(models.Model):
    """What an article said before somebody changed it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    title = models.CharField(max_length=160)
    body = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class ArticleRead(models.Model):
    """Somebody who works here has read this version."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, models.CASCADE, related_name="+")
    version = models.IntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "reader"], name="article_reader_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} by {self.reader_id}"
