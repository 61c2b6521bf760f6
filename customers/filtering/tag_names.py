"""Tags by their names: a program reads names, and nobody at a till knows a tag's number."""

from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood, fold
from customers.filtering.condition import Reading
from customers.filtering.reading import LONGEST, Read
from customers.models import Tag


def or_by_name(read: Read) -> Read:
    """What takes the numbers of tags takes their names too; its answer has the numbers."""
    return lambda values: read_numbers(read, values)


def read_numbers(read: Read, values: list[str]) -> Reading:
    """Names looked up, all in one question. Raises NotUnderstood when there is no such tag."""
    folded = {value: fold(value[:LONGEST]) for value in values if not value.isdecimal()}
    if not folded:
        return read(values)
    found = dict(Tag.objects.filter(folded_name__in=folded.values()).values_list("folded_name", "pk"))
    for value, name in folded.items():
        if name not in found:
            raise NotUnderstood(_("There is no tag “%s”.") % value[:LONGEST])
    return read([str(found[folded[value]]) if value in folded else value for value in values])
