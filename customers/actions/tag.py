"""One spelling for each tag."""

from collections.abc import Iterable

from customers.cleaning import clean_name, fold
from customers.models import Tag


def find_or_make_tags(names: Iterable[str]) -> list[Tag]:
    """The tags of these names; "Book Club" and "book club" are one."""
    wanted = {fold(name): clean_name(name) for name in names if name.strip()}
    Tag.objects.bulk_create(
        [Tag(name=name, folded_name=folded) for folded, name in wanted.items()],
        ignore_conflicts=True,
    )
    return list(Tag.objects.filter(folded_name__in=wanted))
