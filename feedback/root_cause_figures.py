"""How often each cause lay behind a complaint, and what putting it right has cost."""

from collections.abc import Iterable

from django.db.models import Count, Q, Sum

from feedback.models import Complaint, Remedy, RootCause


def with_figures(causes: Iterable[RootCause]) -> list[RootCause]:
    """In their order, each with its `count` and its `cost`; two questions, however many there are."""
    counted = Complaint.objects.exclude(root_cause=None).values("root_cause").annotate(count=Count("pk"))
    counts = dict(counted.values_list("root_cause", "count"))
    given = Remedy.objects.filter(given_at__isnull=False).exclude(complaint__root_cause=None)
    paid = given.values("complaint__root_cause").annotate(sum=Sum("cost", filter=Q(cost__gt=0)))
    costs = dict(paid.values_list("complaint__root_cause", "sum"))
    found = list(causes)
    for cause in found:
        cause.count, cause.cost = counts.get(cause.pk, 0), costs.get(cause.pk)  # type: ignore[attr-defined]
    return found
