"""Reviews: listed, read, written down. No program says whose they are, or replies."""

from typing import ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.view import Answer, ApiView, Described, answered_once, etag, show
from crm.shop.models import Scope
from feedback.actions.review import log_review
from feedback.api.review_fields import ReviewBody, ReviewNarrowing, ReviewShown, written_of
from feedback.models import Review, ReviewState

LOOKUPS = {"customer": "customer_id", "state": "state"}


def whole() -> QuerySet[Review]:
    """Reviews with where they stand."""
    return Review.objects.select_related("platform")


class ReviewList(ApiView):
    """Reviews, the newest first."""

    scopes: ClassVar = {"GET": Scope.READ, "POST": Scope.WRITE}
    described: ClassVar = {
        "GET": Described(ReviewShown, is_list=True),
        "POST": Described(ReviewShown, ReviewBody, 201),
    }
    parameters: ClassVar = {"customer": "number of a customer", "state": ", ".join(ReviewState.values)}

    def get(self, request: Request) -> Response:
        asked = self.asked(ReviewNarrowing)
        rows = whole().filter(**{LOOKUPS[name]: value for name, value in asked.items()})
        return self.page(rows, ReviewShown, order=("-written_on", "-pk"))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Write a review down; its clock runs from then on. The same one again is the first."""
        given = self.read(ReviewBody)
        written = written_of(given)
        if not written.text and written.score is None:
            raise ValidationError({"text": [_("Stars, words, or both.")]})
        made, _is_new = log_review(given["platform"], written, by=None)
        address = reverse("api:review", args=[made.pk])
        return Answer(201, show(ReviewShown, made), {"Location": address, **etag(made.version)})


class ReviewOne(ApiView):
    """One review."""

    scopes: ClassVar = {"GET": Scope.READ}
    described: ClassVar = {"GET": Described(ReviewShown)}

    def get(self, request: Request, pk: int) -> Response:
        review = get_object_or_404(whole(), pk=pk)
        return Response(show(ReviewShown, review), headers=etag(review.version))
