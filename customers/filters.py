"""Who is in this list: one object that list, segments, export, bulk changes and API share."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood
from customers.filtering.condition import Condition, Parameter
from customers.filtering.own_fields import PREFIX, own_parameters
from customers.filtering.parameters import PARAMETERS
from customers.models.customer import CustomerQuerySet
from customers.models.segment import SegmentQuerySet
from customers.segments import asking

# What an address of the list holds beside the filter.
BESIDE = frozenset({"sort", "columns", "after", "segment", "in", "from"})


class CustomerFilter:
    """Reads an address. What it does not know is named in `errors` and asks nothing.

    `errors` that are not empty mean that more people match than somebody asked for:
    never change or hand out anything then. What somebody sends may ask only for the `lists` they see;
    what is kept may ask for all.
    """

    def __init__(
        self,
        query: QueryDict | str,
        *,
        beside: Iterable[str] = BESIDE,
        lists: SegmentQuerySet | None = None,
    ) -> None:
        query = QueryDict(query) if isinstance(query, str) else query
        self._lists = lists
        self.conditions: list[Condition] = []
        self.errors: list[str] = []
        given = {name: [value.strip() for value in query.getlist(name)] for name in query}
        for name, values in given.items():
            if name not in beside and any(values):
                self._read(name, [value for value in values if value])
        order = [*PARAMETERS, *(name for name in sorted(given) if name not in PARAMETERS)]
        self.conditions.sort(key=lambda condition: order.index(condition.name))

    def _read(self, name: str, values: list[str]) -> None:
        parameter = self._parameter(name)
        if parameter is None:
            self.errors.append(_("There is no filter “%s”.") % name[:40])
            return
        try:
            self.conditions.append(parameter.condition(values))
        except NotUnderstood as problem:
            self.errors.append(
                _("%(label)s: %(said)s") % {"label": parameter.label, "said": problem.sentence}
            )

    def _parameter(self, name: str) -> Parameter | None:
        if name == asking.NAME:
            return asking.matches(self._lists)
        return self._own.get(name) if name.startswith(PREFIX) else PARAMETERS.get(name)

    @cached_property
    def _own(self) -> dict[str, Parameter]:
        return own_parameters()

    @cached_property
    def meaning(self) -> Q:
        """All conditions together."""
        together = Q()
        for condition in self.conditions:
            together &= condition.meaning
        return together

    def apply(self, queryset: CustomerQuerySet) -> CustomerQuerySet:
        """Those of these customers who match."""
        return queryset.filter(self.meaning) if self.conditions else queryset

    def apply_or_nobody(self, queryset: CustomerQuerySet) -> CustomerQuerySet:
        """Nobody where part of it is not understood: a mail to more than were meant cannot be taken back."""
        return queryset.none() if self.errors else self.apply(queryset)

    @property
    def query(self) -> str:
        """The filter as an address writes it: always the same text for the same question."""
        return address_text(self.conditions)

    @property
    def sentences(self) -> list[str]:
        """The filter in words."""
        return [condition.words for condition in self.conditions]

    @property
    def lists(self) -> list[int]:
        """The saved lists that it asks for."""
        asked = [each.values for each in self.conditions if each.name == asking.NAME]
        return [int(number) for values in asked for number in values]

    def without_each(self) -> Iterator[tuple[Condition, str]]:
        """Each condition with the address of the filter without it."""
        for left_out in self.conditions:
            yield left_out, address_text(each for each in self.conditions if each is not left_out)


def address_text(conditions: Iterable[Condition]) -> str:
    """Conditions as an address writes them."""
    return urlencode([pair for condition in conditions for pair in condition.pairs])
