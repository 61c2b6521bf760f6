"""Where customers and the shop meet, in the order in which it happens."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from customers.models import Stage
from metrics.definitions import METRICS, Metric
from metrics.definitions.metric import Words


@dataclass(frozen=True)
class TouchPoint:
    """What happens there, the figure that says how well it goes, and figures that say how often."""

    key: str
    words: Words
    stage: Stage
    score: str
    numbers: tuple[str, ...] = ()
    # A tenth of one is much already: nobody can say where it is low.
    has_scale: bool = True


TOUCH_POINTS = (
    TouchPoint("contact", _("They come to know us"), Stage.ATTRACTION, "contact_to_buyer", ("new_contacts",)),
    TouchPoint("question", _("They ask something"), Stage.ATTRACTION, "enquiries_in_time", ("first_answer",)),
    TouchPoint(
        "first_purchase",
        _("They buy for the first time"),
        Stage.CONVERSION,
        "repeat_within_90",
        ("new_customers",),
    ),
    TouchPoint("purchase", _("They have bought, and we ask how it was"), Stage.CONVERSION, "csat"),
    TouchPoint("code", _("They say by a code in the shop how it was"), Stage.CONVERSION, "csat_code"),
    TouchPoint("tablet", _("They say on the tablet how it was"), Stage.CONVERSION, "csat_tablet"),
    TouchPoint("regular", _("They become regulars"), Stage.CONVERSION, "buyer_to_regular"),
    TouchPoint("again", _("They come again"), Stage.RETENTION, "retention", ("active", "overdue")),
    TouchPoint("asked", _("They get a survey by mail"), Stage.RETENTION, "response_rate"),
    TouchPoint(
        "complaint",
        _("Something goes wrong"),
        Stage.RETENTION,
        "complaints_resolved",
        ("complaints", "resolution_time"),
    ),
    TouchPoint("made_up", _("We have made up for it"), Stage.RETENTION, "csat_complaint", ("recovered",)),
    TouchPoint("likely", _("We ask whether they would recommend us"), Stage.RETENTION, "nps"),
    TouchPoint(
        "advocate", _("They speak well of us"), Stage.RETENTION, "regular_to_advocate", ("advocates",)
    ),
    TouchPoint("review", _("They write a review"), Stage.ADVOCACY, "reviews", ("review_reply_time",)),
    TouchPoint(
        "friends", _("They send friends"), Stage.ADVOCACY, "k_factor", ("referrals",), has_scale=False
    ),
)
ASKED: list[Metric] = [METRICS[slug] for point in TOUCH_POINTS for slug in (point.score, *point.numbers)]
