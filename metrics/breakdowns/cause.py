"""What lay behind complaints, and what was given to put them right."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Complaint, ComplaintState, Remedy, RemedyKind, RootCause
from metrics.asked import Asked
from metrics.definitions import METRICS
from metrics.figure import Sums
from metrics.lens import Lens

WORDS = gettext_lazy("By cause")
GIVEN = gettext_lazy("What was given for what")
CLOSED = (ComplaintState.CLOSED_RESOLVED, ComplaintState.CLOSED_UNRESOLVED)


def parts(slug: str, lens: Lens) -> Mapping[str, Sums]:
    """Of the complaints of each cause: those for which something was given."""
    remedied = Remedy.objects.filter(complaint=OuterRef("pk"), given_at__isnull=False)
    rows = _closed(slug, lens).annotate(is_remedied=Exists(remedied)).order_by()
    closed, given = Counter[int | None](), Counter[int | None]()
    for cause, is_remedied, count in rows.values_list("root_cause", "is_remedied").annotate(n=Count("pk")):
        closed[cause] += count
        given[cause] += count * is_remedied
    names = _names()
    return {names[cause]: Sums(Decimal(given[cause]), Decimal(n)) for cause, n in closed.items()}


def given(slug: str, lens: Lens) -> Mapping[str, Sums]:
    """Of the complaints of each cause: those for which this was given."""
    closed = _closed(slug, lens).order_by()
    of_cause = dict(closed.values_list("root_cause").annotate(n=Count("pk")))
    remedies = Remedy.objects.filter(complaint__in=closed, given_at__isnull=False).order_by()
    complaints = Count("complaint", distinct=True)
    rows = remedies.values_list("complaint__root_cause", "kind").annotate(n=complaints).order_by("-n", "kind")
    names, kinds = _names(), dict(RemedyKind.choices)
    return {
        f"{names[cause]} – {kinds[kind]}": Sums(Decimal(n), Decimal(of_cause[cause]))
        for cause, kind, n in rows
    }


def _closed(slug: str, lens: Lens) -> QuerySet[Complaint]:
    asked = Asked(lens.period(METRICS[slug]), lens.location)
    return asked.here(Complaint.objects.filter(asked.at("closed_at"), state__in=CLOSED))


def _names() -> dict[int | None, str]:
    causes = RootCause.objects.select_related("above")
    return {None: _("not known")} | {cause.pk: str(cause) for cause in causes}
