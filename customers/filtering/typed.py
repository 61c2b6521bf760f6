"""Whom typed words mean: the same words that the search box finds."""

from django.db.models import Exists, OuterRef, Q

from customers.models import SearchWord
from customers.words import read_typed


def by_typed_words(typed: str) -> Q:
    """Somebody has a word for each of them, in any order."""
    found = Q()
    for term in read_typed(typed).terms:
        words = SearchWord.objects.filter(customer=OuterRef("pk"), word__startswith=term)
        found &= Q(Exists(words))
    return found
