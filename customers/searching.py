"""Finding customers by a few letters or digits: at most three queries, however large the shop.

The idea of the statements is told in search_statements.py, the cutting of words in words.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django.db import connection

from crm.shop.models import User
from customers.first_contact import FIRST_EMAIL, FIRST_NUMBER, FIRST_PHONE
from customers.models import Customer
from customers.search_statements import FIND, GUESS
from customers.words import Typed, pair_of, read_typed

MOST = 20
NAMES = ("given_name", "family_name", "preferred_name", "company")
SHOWN = (*NAMES, "stage", "stage_since", "last_seen_at")
FEW, FAR = 250, 500
# Sorts after everything that can follow the beginning of a word.
END = "\U0010ffff"
SHORTEST_MISTYPED, LONGEST_MISTYPED, MOST_MISTYPED = 3, 16, 3
EACH_GUESS = 20


@dataclass(frozen=True)
class Found:
    """Whom somebody may mean, best first; guessed when nobody is written as they typed."""

    typed: Typed
    customers: list[Customer]
    is_guess: bool = False


def find_customers(text: str, *, user: User, limit: int = MOST) -> list[Customer]:
    """Customers with a word for everything typed: called exactly so first, then those seen last."""
    return search(text, user=user, limit=limit).customers


def search(text: str, *, user: User, limit: int = MOST) -> Found:
    """The same, with what was understood, and whether it is a guess."""
    typed = read_typed(text)
    if not typed.terms:
        return Found(typed, [])
    if found := _ask(FIND, _spans(typed, limit)):
        return Found(typed, _customers(found, user))
    guessed = _ask(GUESS, _guesses(typed, limit))
    return Found(typed, _customers(guessed, user), is_guess=True)


def _ask(statement: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [pk for (pk,) in cursor.fetchall()]


def _customers(found: list[int], user: User) -> list[Customer]:
    """Those of them whom this person may see, in this order."""
    if not found:
        return []
    seen = Customer.objects.visible_to(user).filter(pk__in=found)
    shown = seen.only(*SHOWN).annotate(
        first_phone=FIRST_PHONE, first_email=FIRST_EMAIL, first_number=FIRST_NUMBER
    )
    customers = {customer.pk: customer for customer in shown}
    return [customers[pk] for pk in found if pk in customers]


def _spans(typed: Typed, limit: int) -> dict[str, Any]:
    pairs = typed.pairs
    return {
        "lows": list(typed.terms),
        "highs": [term + END for term in typed.terms],
        "pairs": pairs,
        "pair_ends": [pair + END for pair in pairs],
        "few": FEW,
        "far": FAR,
        "most": limit,
    }


def _guesses(typed: Typed, limit: int) -> dict[str, Any]:
    """What may have been meant: one word with one typo, and the other words as they are."""
    names = [term for term in typed.terms if term.isalpha()]
    mistyped = [name for name in names if SHORTEST_MISTYPED <= len(name) <= LONGEST_MISTYPED]
    guesses = []
    for name in mistyped[:MOST_MISTYPED]:
        beside = max((other for other in names if other != name), key=len, default="")
        guesses += [(name, pair_of(guess, beside) if beside else guess) for guess in sorted(typos_of(name))]
    return {
        "mistyped": [name for name, _guess in guesses],
        "guesses": [guess for _name, guess in guesses],
        "guess_ends": [guess + END for _name, guess in guesses],
        "lows": list(typed.terms),
        "highs": [term + END for term in typed.terms],
        "each": EACH_GUESS,
        "few": FEW,
        "most": limit,
    }


def typos_of(word: str) -> set[str]:
    """Every word that is one slip of the finger away: a letter less, more, wrong, or two swapped."""
    return set(_typos_of(word)) - {word}


def _typos_of(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]
