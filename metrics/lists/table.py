"""The figures of a list beside those of everybody else, as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from crm.figures.display import Display, display_of
from crm.web.spreadsheet import Cell
from metrics.lists.numbers import THE_OTHERS, THIS_LIST, Number
from metrics.plain import short


def rows_of(numbers: Iterable[Number]) -> Iterator[list[Cell]]:
    """What may not be shown on the page is not in the file either."""
    counts = (_("counted"), _("of"), _("figure"), _("low"), _("high"), _("how"))
    sides = [f"{side}: {words}" for side in (THIS_LIST, THE_OTHERS) for words in counts]
    yield [_("Figure"), *sides, _("Compared"), _("difference"), _("low"), _("high")]
    for number in numbers:
        compared = number.shown.compared
        here, there, change = map(display_of, (compared.first, compared.second, compared.change))
        yield [str(number.name), *_side(here), *_side(there), str(number.verdict), *_ends(change)]


def _side(display: Display) -> list[Cell]:
    return [display.k, display.n, *_ends(display), str(display.manner)]


def _ends(display: Display) -> list[Cell]:
    return [short(end) for end in (display.value, display.low, display.high)]
