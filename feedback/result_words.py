"""What people wrote in their answers, with the themes somebody found in it."""

from collections.abc import Sequence

from feedback.models import Response, Survey, ThemeMention
from feedback.models.response import ResponseQuerySet
from feedback.result_filter import ResultFilter
from feedback.results import answers_of

LABEL = "feedback.response:"
Words = tuple[Response, list[ThemeMention]]


def words_of(survey: Survey, wanted: ResultFilter) -> ResponseQuerySet:
    """Answers with words, also those set aside: they say so."""
    told = wanted.of_these(answers_of(survey)).confirmed().exclude(comment="")
    if wanted.band:
        told = told.filter(band=wanted.band)
    return told.select_related("customer", "version", "survey")


def with_themes(responses: Sequence[Response]) -> list[Words]:
    """Each with what it was about, in one question for all of them."""
    found: dict[str, list[ThemeMention]] = {f"{LABEL}{response.pk}": [] for response in responses}
    mentions = ThemeMention.objects.filter(about__in=list(found)).select_related("theme")
    for mention in mentions.order_by("theme__name"):
        found[mention.about].append(mention)
    return list(zip(responses, found.values(), strict=True))
