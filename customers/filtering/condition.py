"""One thing asked of a customer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise


@dataclass(frozen=True)
class Condition:
    """A filter is a list of these, and all of them must hold. A tree of them may come later."""

    name: str  # the parameter in the address
    values: tuple[str, ...]  # as the address writes them
    words: str
    meaning: Q

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """This condition as the address writes it."""
        return [(self.name, value) for value in self.values]


@dataclass(frozen=True)
class Reading:
    """What the values of a parameter say: themselves in one spelling, in words, and as a question."""

    values: tuple[str, ...]
    said: str
    meaning: Q


@dataclass(frozen=True)
class Parameter:
    """A parameter that an address may hold; `read` raises NotUnderstood."""

    name: str
    label: Words
    read: Callable[[list[str]], Reading]

    def condition(self, values: Iterable[str]) -> Condition:
        """What these values ask. Raises NotUnderstood."""
        reading = self.read(list(dict.fromkeys(values)))
        words = _("%(label)s: %(said)s") % {"label": self.label, "said": reading.said}
        return Condition(self.name, reading.values, words, reading.meaning)


def either(words: Iterable[Words]) -> str:
    """One or another, in words."""
    return str(_(" or ")).join(map(str, words))
