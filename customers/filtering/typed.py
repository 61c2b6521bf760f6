"""Whom typed words mean: somebody with a word that begins like each of them."""

from django.db.models import Q

from customers.models import SearchWord
from customers.words import read_typed


def by_typed_words(typed: str) -> Q:
    """The question behind what somebody typed into a search box, served by the table of words."""
    terms = read_typed(typed).terms
    question = Q() if terms else Q(pk__in=[])
    for term in terms:
        question &= Q(pk__in=SearchWord.objects.filter(word__startswith=term).values("customer"))
    return question
