"""Whom typed words mean: every word begins a word of the name, or the number is somebody's."""

from django.db.models import Q

from customers.cleaning import fold
from customers.models import Customer


def by_typed_words(typed: str) -> Q:
    """The question behind what somebody typed into a search box."""
    matching = Customer.objects.filter(_every_word(fold(typed)) | _by_number(typed))
    return Q(pk__in=matching.values("pk"))


def _every_word(folded: str) -> Q:
    """Each word begins a word of the name, in any order, or the e-mail address."""
    found = Q()
    for word in folded.split():
        by_name = Q(sort_key__startswith=word) | Q(sort_key__contains=f" {word}")
        by_name |= Q(sort_key__contains=f"-{word}")
        found &= by_name | Q(emails__address__startswith=word)
    return found


def _by_number(typed: str) -> Q:
    """A card, a number in another system, or at least the last four digits of a phone."""
    found = Q(card_code=typed) | Q(external_ids__value=typed)
    digits = "".join(sign for sign in typed if sign.isdigit())
    if len(digits) >= 4:
        found |= Q(phones__number__endswith=digits.removeprefix("0") if len(digits) > 6 else digits)
    return found
