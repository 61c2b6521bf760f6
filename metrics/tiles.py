"""The six tiles of the first screen: which figures stand on each, the first one large."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import Permission
from metrics.definitions import METRICS, Metric
from metrics.definitions.metric import Words


@dataclass(frozen=True)
class Door:
    """Where somebody goes on from a tile."""

    view: str
    words: Words
    permission: Permission
    query: str = ""


@dataclass(frozen=True)
class Tile:
    """A question of the owner, and the figures that answer it."""

    key: str
    title: Words
    icon: str
    slugs: tuple[str, ...]
    doors: tuple[Door, ...] = ()

    @property
    def metrics(self) -> list[Metric]:
        return [METRICS[slug] for slug in self.slugs]


TILES = (
    Tile(
        "sales",
        _("What we sold"),
        "shopping-bag",
        ("revenue", "orders", "new_revenue", "returning_revenue", "known_share"),
    ),
    Tile(
        "again",
        _("Who comes back"),
        "repeat",
        ("repeat_within_90", "repeat_orders", "retention"),
        (Door("metrics:cohorts", _("Month by month"), Permission.METRIC_VIEW),),
    ),
    Tile(
        "active",
        _("Who is with us"),
        "users",
        ("active", "overdue", "silent"),
        (Door("customers:cycle", _("Who moved this month"), Permission.CUSTOMER_VIEW),),
    ),
    Tile(
        "voices",
        _("What they say"),
        "message-square-quote",
        ("csat", "nps"),
        (Door("feedback:theme_sort", _("In their own words"), Permission.THEME_WORK),),
    ),
    Tile(
        "answers",
        _("How we answer"),
        "message-circle-question-mark",
        ("first_answer", "first_answer_p90", "enquiries_in_time", "complaints"),
        (
            Door("engagement:enquiry_list", _("Open questions"), Permission.ENQUIRY_VIEW),
            Door("feedback:complaint_list", _("Open complaints"), Permission.COMPLAINT_VIEW),
        ),
    ),
    Tile(
        "friends",
        _("Who brings others"),
        "megaphone",
        ("referrals", "k_factor", "advocates"),
    ),
)
BOARD: list[Metric] = [metric for tile in TILES for metric in tile.metrics]
