"""Which way an order may go: the table, and nothing beside it. Pure."""

from collections.abc import Mapping

from engagement.models import OrderState

ASKED, ORDERED, ARRIVED = OrderState.ASKED, OrderState.ORDERED, OrderState.ARRIVED
COLLECTED, CANCELLED = OrderState.COLLECTED, OrderState.CANCELLED
# Each step can be taken back by the one before it: somebody tapped the wrong line.
MOVES: Mapping[str, tuple[OrderState, ...]] = {
    ASKED: (ORDERED, ARRIVED, CANCELLED),
    ORDERED: (ARRIVED, CANCELLED, ASKED),
    ARRIVED: (COLLECTED, CANCELLED, ORDERED),
    COLLECTED: (ARRIVED,),
    CANCELLED: (ASKED,),
}
# When it was so; whatever comes after a state is not known any more once it is left backwards.
STAMPS: Mapping[str, str] = {
    ASKED: "asked_at",
    ORDERED: "ordered_at",
    ARRIVED: "arrived_at",
    COLLECTED: "collected_at",
    CANCELLED: "cancelled_at",
}
AFTER: Mapping[str, tuple[str, ...]] = {
    ASKED: ("ordered_at", "arrived_at", "told_at", "told_by", "collected_at", "cancelled_at"),
    ORDERED: ("arrived_at", "told_at", "told_by", "collected_at", "cancelled_at"),
    ARRIVED: ("collected_at", "cancelled_at"),
    COLLECTED: ("cancelled_at",),
    CANCELLED: ("collected_at",),
}


def may_move(before: str, after: str) -> bool:
    """Is this step in the table?"""
    return after in MOVES.get(before, ())
