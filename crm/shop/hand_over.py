"""What happens to somebody's open work when they leave: a socket the floors above fill from `ready()`."""

from collections.abc import Callable

from crm.shop.models import User

# (who leaves, who takes over or None for nobody, by whom) → how many things changed hands.
HandOver = Callable[[User, User | None, User | None], int]
_HAND_OVERS: dict[str, HandOver] = {}


def hands_over(kind: str) -> Callable[[HandOver], HandOver]:
    """Register what to do with one kind of open work, such as "customers"."""

    def register(hand_over: HandOver) -> HandOver:
        if _HAND_OVERS.setdefault(kind, hand_over) is not hand_over:
            raise ValueError(f"Somebody hands over {kind} already.")
        return hand_over

    return register


def hand_over_everything(person: User, *, to: User | None, by: User | None) -> dict[str, int]:
    """Give all open work to somebody else; how much of each kind."""
    return {kind: hand_over(person, to, by) for kind, hand_over in _HAND_OVERS.items()}
