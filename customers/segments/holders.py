"""What names a saved list, and would ask for nobody without it: each floor says its own."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from customers.models import Segment

# A sentence for each of these that names the list.
Holder = Callable[[Segment], Iterator[str]]
HOLDERS: list[Holder] = []


def holds_lists(holder: Holder) -> Holder:
    """Registers who may still need a list."""
    HOLDERS.append(holder)
    return holder


def why_kept(segment: Segment) -> list[str]:
    """Who still needs this list, a sentence each; nothing: it can be forgotten."""
    return [sentence for holder in HOLDERS for sentence in holder(segment)]


def asks_for(segment: Segment) -> str:
    """A regular expression that finds this very list in the address of a list."""
    return rf"(^|&)matches={segment.pk}(&|$)"


@holds_lists
def other_lists(segment: Segment) -> Iterator[str]:
    """A saved list that is a part of this one. A colleague's own is counted, and not named."""
    others = Segment.objects.filter(query__regex=asks_for(segment)).exclude(pk=segment.pk)
    for other in others:
        if other.is_shared or other.owner_id == segment.owner_id:
            yield _("The list “%s” asks for it.") % other
        else:
            yield _("A list of a colleague asks for it.")
