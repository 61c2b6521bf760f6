"""Choosing whom a part of the demo happens to: everybody once, and whoever it suits."""

from collections.abc import Callable, Mapping, Sequence

from crm.demo.cast import Person
from crm.demo.dice import Deck, dice

STILL_HERE = ("story", "steady", "occasional", "organisation")
NEEDS: Mapping[str, Callable[[Person], bool]] = {
    "phone": lambda person: bool(person.phones) and not person.company,
    "email": lambda person: bool(person.emails) and not person.company,
    "organisation": lambda person: bool(person.company),
}


class Choice:
    """Deals customers who still come and may be disturbed."""

    def __init__(self, people: Sequence[Person], purpose: str) -> None:
        here = [p for p in people if p.habit.name in STILL_HERE and p.baskets and p.quiet_since is None]
        self._deck = Deck(here, dice(purpose), most=1)

    def one(self, needs: str) -> Person:
        """The next one with a phone, an address, or a company."""
        person = self._deck.deal(NEEDS[needs])
        assert person is not None, f"nobody is left with {needs}"  # noqa: S101 - the texts are ours
        return person
