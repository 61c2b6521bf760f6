"""Conditions that the filter of the list has already: read by it, and put in its words."""

from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood
from customers.filtering.condition import Parameter, Words
from customers.filtering.parameters import PARAMETERS
from customers.segments.kind import CYCLE, PERSON, Answer, Given, Input, Kind, register_kinds

# The others say with a period and with bounds what the list needs two filters for.
TAKEN: dict[str, Words] = {
    "stage": CYCLE,
    "tag": PERSON,
    "every_tag": PERSON,
    "source": PERSON,
    "owner": PERSON,
    "location": CYCLE,
    "relationship": CYCLE,
    "birthday_month": PERSON,
    "missing": PERSON,
    "quiet": PERSON,
}

FROM_LIST = "list"  # drawn as the filter of the list draws it


def from_parameter(parameter: Parameter, section: Words) -> Kind:
    """The condition that asks what this filter of the list asks."""

    def read(given: Given) -> Answer:
        try:
            asked = parameter.condition(_some(given))
        except NotUnderstood as problem:
            raise NotUnderstood(problem.sentence, box="value") from problem
        return Answer({"value": list(asked.values)}, asked.words, asked.meaning)

    return Kind(parameter.name, parameter.label, section, read, (Input("value", parameter.label, FROM_LIST),))


def _some(given: Given) -> list[str]:
    values = [value.strip() for value in given.get("value", ()) if value.strip()]
    if not values:
        raise NotUnderstood(_("Please choose something here."))
    return values


register_kinds(from_parameter(PARAMETERS[name], section) for name, section in TAKEN.items())
