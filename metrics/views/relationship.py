"""Top relationships, and judging one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.models import Customer
from metrics import top_relationships as top
from metrics.actions.relationship_review import review_relationship
from metrics.forms.relationship_review import RelationshipReviewForm
from metrics.models import Closeness, RelationshipReview
from metrics.worth import Worth

FORM = "metrics/relationship_review.html"
EARLIER = 10


@require(Permission.METRIC_VIEW)
@require_safe
def top_relationships(request: StaffRequest) -> HttpResponse:
    """The five and the twenty worth most."""
    worth = Worth.of_the_shop()
    lines = top.top_relationships(worth, request.user)
    groups = [(_("Top 5"), lines[: top.CLOSEST]), (_("The next 15"), lines[top.CLOSEST :])]
    context = {"worth": worth, "groups": [(label, some) for label, some in groups if some]}
    return render(request, "metrics/top_relationships.html", context)


@require(Permission.RELATIONSHIP_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def relationship_review(request: StaffRequest, pk: int) -> HttpResponse:
    """Judge how close you are; what was thought before stands below."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    form = RelationshipReviewForm(posted(request))
    earlier = RelationshipReview.objects.filter(customer=customer).select_related("reviewed_by")
    context = {"form": form, "customer": customer, "earlier": earlier.order_by("-pk")[:EARLIER]}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return form_again(request, FORM, context)
    typed, by = form.cleaned_data, request.user
    level = Closeness(typed["level"])
    only_once(
        typed["once"],
        RelationshipReview,
        lambda: review_relationship(customer, level, note=typed["note"], by=by),
        by=by,
    )
    messages.success(request, _("Saved. Is there anything to promise?"))
    return redirect("metrics:top_relationships")
