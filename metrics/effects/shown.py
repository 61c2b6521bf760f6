"""A comparison as people read it."""

from dataclasses import dataclass
from math import inf

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.figures.display import Manner, display_of
from crm.figures.limits import Figure
from crm.figures.returned import Returned
from crm.figures.verdict import Verdict
from crm.web.templatetags.amounts import money, number, percent, points, signed
from metrics.definitions import Unit
from metrics.definitions.metric import Words
from metrics.effects.compared import Compared, Counted
from metrics.models import VERDICTS
from metrics.shown import written

WORDS: dict[Verdict, Words] = {Verdict(value): words for value, words in VERDICTS}
TOGETHER = "\N{WORD JOINER}"  # a sign stays on the line of its amount
TONES = {Verdict.BETTER: "badge-good", Verdict.WORSE: "badge-bad"}
METHODS: dict[Unit, Words] = {
    Unit.SHARE: gettext_lazy("Difference of two shares (Newcombe 1998)."),
    Unit.POINTS: gettext_lazy("Difference of two scores, three answers added to each (Lewis & Sauro 2021)."),
    Unit.PER_HUNDRED: gettext_lazy("Exact test of two rates (Przyborowski & Wilenski 1940)."),
    Unit.MONEY: gettext_lazy("Difference of two means that may spread differently (Welch 1947)."),
}


@dataclass(frozen=True)
class Line:
    """One of the two sides."""

    words: Words
    value: str
    interval: str
    counts: str


@dataclass(frozen=True)
class ShownCompared:
    """In the shop's currency, with what the two sides are called."""

    compared: Compared
    currency: str
    sides: tuple[Words, Words]
    is_of_changes: bool = False  # then the sides are what each spent more than before

    @property
    def lines(self) -> list[Line]:
        """Without it first: that is the order of time."""
        pairs = zip(self.sides, (self.compared.first, self.compared.second), strict=True)
        return [self._line(words, figure) for words, figure in pairs][::-1]

    def _line(self, words: Words, figure: Counted) -> Line:
        display, counts = display_of(figure), number(figure.n)
        if display.k is not None:
            counts = _("%(k)s of %(n)s") % {"k": number(display.k), "n": number(figure.n)}
        if display.value is None:
            return Line(words, "", "", counts)
        interval = _between(self._written(display.low), self._written(display.high))
        return Line(words, self._written(display.value), interval, counts)

    def _written(self, value: float | None) -> str:
        if value is None:
            return ""
        if self.is_of_changes:
            return signed_money(value, self.currency)
        return written(value, self.compared.unit, self.currency)

    @property
    def change(self) -> str:
        """+6 percentage points, between -2 and +14; empty where there are too few."""
        return change_words(self.compared.change, self.compared.unit, self.currency)

    @property
    def method(self) -> Words:
        """Which test, and what it says where it is an exact one."""
        chance = self.compared.chance
        if self.compared.unit == Unit.SHARE and chance is not None:
            words: Words = _("Exact test of two shares (Fisher 1922).")
        else:
            words = METHODS[self.compared.unit]
        return words if chance is None else f"{words} {_chance(chance)}"


def change_words(change: Figure, unit: Unit, currency: str) -> str:
    """A difference with its ends, by the rules of display."""
    display = display_of(change)
    if display.value is None:
        return ""
    ends = (display.value, display.low, display.high)
    value, low, high = ("" if end is None else _signed(end, unit, currency) for end in ends)
    interval = _between(low, high)
    return f"{value}, {interval}" if interval else value


def returned_words(returned: Returned) -> str:
    """What one unit of money brought back on top of itself."""
    display = display_of(returned)
    if display.value is None:
        return ""
    value, low, high = (percent(round(end, 2)) for end in (display.value, returned.low, returned.high))
    words = f"{value}, {_between(low, high)}" if abs(returned.low) < inf else value
    return f"{words}, {_('small sample')}" if display.manner == Manner.SMALL_SAMPLE else words


def signed_money(value: float, currency: str) -> str:
    """+£4.10 or -£2.00."""
    words = money(round(abs(value), 2), currency)
    return f"{'+' if value > 0 else '-'}{TOGETHER}{words}" if value else words


def _signed(value: float, unit: Unit, currency: str) -> str:
    match unit:
        case Unit.MONEY:
            return signed_money(value, currency)
        case Unit.SHARE:
            whole = round(value * 100)
            words = f"{'+' if whole > 0 else ''}{points(whole / 100)}"
            return ngettext("%s point", "%s points", abs(whole)) % words
        case Unit.POINTS:
            return signed(round(value))
    return f"{'+' if value > 0 else ''}{number(round(value, 2))}"


def _between(low: str, high: str) -> str:
    if not (low and high):
        return ""
    return _("between %(low)s and %(high)s") % {"low": low, "high": high}


def _chance(chance: float) -> str:
    if chance < 0.01:
        return _("Chance alone brings this in less than 1 of 100 cases.")
    return _("Chance alone brings this in %d of 100 cases.") % round(100 * chance)
