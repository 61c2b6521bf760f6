"""What rules of saved lists can ask of this floor: where the numbers put somebody."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.permissions import Permission
from customers.filtering.condition import Words
from customers.segments.kind import Answer, Given, Input, Kind, Options, register_kinds
from customers.segments.purchases import in_money
from customers.segments.reading import (
    SUM_AT_LEAST,
    SUM_AT_MOST,
    Bounds,
    among,
    bounds,
    chosen,
    sum_,
    wanted,
    words_of,
)
from metrics.models import CustomerScore, RfmSegment

NUMBERS = gettext_lazy("What the numbers say")
GROUPS: Options = list(RfmSegment.choices)
PERCENT = 100


def _group(given: Given) -> Answer:
    groups = wanted(chosen(given, "group", GROUPS), _("Please choose something here."))
    found = CustomerScore.objects.filter(segment__in=groups)
    said = _("lately and often: %s") % words_of(groups, GROUPS)
    return Answer({"group": groups}, said, among(found))


def _number(column: str, label: Words, *, per: int = 1) -> Callable[[Given], Answer]:
    """A number within bounds; whoever has none is never within."""
    is_money = column == "expected_value"

    def read(given: Given) -> Answer:
        asked = wanted(bounds(given, sum_) or None, _("How much, at least or at most?"))
        low, high = (None if end is None else Decimal(end) / per for end in (asked.low, asked.high))
        found = CustomerScore.objects.filter(Bounds(low, high).of(column), **{f"{column}__isnull": False})
        said = in_money(asked) if is_money else asked.said
        return Answer(asked.given, _("%(label)s: %(said)s") % {"label": label, "said": said}, among(found))

    return read


COLUMNS: tuple[tuple[str, Words, int], ...] = (
    ("expected_value", gettext_lazy("Worth in the next 12 months"), 1),
    ("p_buys", gettext_lazy("Buys within 90 days, in percent"), PERCENT),
    ("p_alive", gettext_lazy("Still with us, in percent"), PERCENT),
    ("engagement", gettext_lazy("Engagement score"), 1),
    ("gap", gettext_lazy("Days between two visits"), 1),
)
GROUP = Input("group", gettext_lazy("Which group"), "ticks", lambda: GROUPS)
BOTH = (SUM_AT_LEAST, SUM_AT_MOST)
register_kinds(
    [
        Kind(
            "lately_and_often",
            gettext_lazy("Lately and often"),
            NUMBERS,
            _group,
            (GROUP,),
            Permission.METRIC_VIEW,
        ),
        *(
            Kind(
                f"score.{column}",
                label,
                NUMBERS,
                _number(column, label, per=per),
                BOTH,
                Permission.METRIC_VIEW,
            )
            for column, label, per in COLUMNS
        ),
    ]
)
