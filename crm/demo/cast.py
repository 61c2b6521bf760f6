"""Who shops here: the people of the demo before they are rows."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from customers.actions.purchase import Line


@dataclass(frozen=True)
class Habit:
    """A way of being a customer: how many, how often, between which positions of the two years."""

    name: str
    people: int
    baskets: tuple[int, int]
    notes: tuple[int, int]
    begins: tuple[float, float] = (0.0, 0.05)
    ends: tuple[float, float] = (0.93, 1.0)

    @property
    def sees_whole_years(self) -> bool:
        """Is this customer here at every season?"""
        return self.begins[1] <= 0.1 and self.ends[0] >= 0.9


HABITS = (
    Habit("steady", 70, (16, 28), (4, 6)),
    Habit("occasional", 104, (4, 9), (1, 3)),
    Habit("lapsed", 58, (3, 10), (1, 2), ends=(0.35, 0.66)),
    Habit("new", 26, (1, 4), (0, 2), begins=(0.84, 0.97)),
    Habit("once", 60, (1, 1), (0, 1), begins=(0.0, 0.9)),
    Habit("enquirer", 14, (0, 0), (1, 2), begins=(0.2, 0.9)),
    Habit("phone_only", 16, (1, 6), (1, 2), begins=(0.0, 0.5)),
    Habit("nickname", 16, (2, 8), (1, 2), begins=(0.0, 0.4)),
    Habit("organisation", 10, (5, 12), (1, 3)),
)
STORY = Habit("story", 0, (18, 32), (0, 1))
STORY_BY_PHONE = Habit("story", 0, (7, 12), (0, 1))
STORY_ORGANISATION = Habit("organisation", 0, (10, 18), (0, 0))


@dataclass
class Basket:
    """A receipt to be."""

    who: "Person | None"
    at: datetime
    lines: list[Line]
    codes: list[str]
    staff: str
    channel: str = "in_person"
    season: str = ""
    position: float = 0.0
    refund_of: "Basket | None" = None

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))


@dataclass
class Said:
    """A line of the timeline to be."""

    who: "Person"
    kind: str
    at: datetime
    text: str
    outcome: str = ""
    mood: str = ""
    direction: str = ""
    staff: str = "Mira"
    minutes: int | None = None
    pinned: bool = False


@dataclass
class Person:
    """A customer to be."""

    habit: Habit
    given: str = ""
    family: str = ""
    preferred: str = ""
    company: str = ""
    interests: tuple[str, ...] = ()
    begins: float = 0.0
    ends: float = 1.0
    child: str = ""
    relation: str = ""
    partner: str = ""
    dog: str = ""
    language: str = ""
    birthday: tuple[int | None, int | None, int | None] = (None, None, None)
    address: tuple[str, str, str] = ("", "", "")
    household: str = ""
    source: str = ""
    whereabouts: str = ""
    looked_after_by: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    custom: dict[str, str | bool] = field(default_factory=dict)
    quiet_since: datetime | None = None
    baskets: list[Basket] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    @property
    def first_at(self) -> datetime | None:
        """When the shop first heard of them."""
        return min(self._moments(), default=None)

    @property
    def last_at(self) -> datetime | None:
        """When they were last heard of."""
        return max(self._moments(), default=None)

    def _moments(self) -> list[datetime]:
        return [*(basket.at for basket in self.baskets), *(said.at for said in self.said)]

    @property
    def goes_to_circle(self) -> bool:
        return "Reading circle" in self.tags

    @property
    def orders_by_phone(self) -> bool:
        return "Orders by phone" in self.tags

    @property
    def avoids_wool(self) -> bool:
        return any("wool" in text.lower() and kind == "good_to_know" for kind, text in self.facts)
