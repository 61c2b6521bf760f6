"""How a system writes about orders: which of its words mean a sale, and where it puts the items."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class OrderHabits:
    """All words folded. A status in none of these is a question, never a sale."""

    counting: frozenset[str] = frozenset()  # it is a sale
    taken_back: frozenset[str] = frozenset()  # a sale, and all of it was paid back
    returning: frozenset[str] = frozenset()  # the row is a refund itself
    set_aside: Mapping[str, str | Promise] = field(default_factory=dict)  # no sale, and why
    offered: str = ""  # the words to choose from where there are too many to name them all
    test_payments: tuple[str, ...] = ()  # ways of paying that move no money
    # Items in numbered columns: an expression with the groups `number` and `part`, and what parts mean.
    item_column: str = ""
    item_parts: Mapping[str, str] = field(default_factory=dict)
    packed_column: str = ""  # or each item in one cell: "name:Cup|quantity:2", and what its parts mean
    packed_parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def statuses(self) -> frozenset[str]:
        """Every one that is no question."""
        return self.counting | self.taken_back | self.returning | self.set_aside.keys()

    def question(self, status: str) -> str:
        """What to ask about a status that we do not know."""
        known = self.offered or ", ".join(sorted(self.statuses))
        return _('Is "%(status)s" a sale? Write one of: %(known)s.') % {"status": status, "known": known}
