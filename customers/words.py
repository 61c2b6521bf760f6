"""The words somebody is found by, and the words somebody typed: cut the same way. Pure.

A name is cut at spaces, hyphens and apostrophes, and also kept joined, so that "O'Brien" is found by
"brien", "obrien" and "o'brien". A number is kept with every ending of four digits and more.

A pair says that two name words belong to one person: their letters take turns, in the order of the
alphabet, so "anna smith" becomes "&asnmniath". However little of both was typed ("ann smi" is
"&asnmni"), it is the beginning of that one word: two common words need no list of all the Anns.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, zip_longest
from string import ascii_lowercase

from customers.cleaning import fold
from customers.models import WordKind

LONGEST_WORD = 254
LONGEST_TYPED = 100
MOST_TERMS = 6
SHORTEST_ENDING = 4
PAIRED_WORDS, PAIRED_LETTERS = 5, 12
PAIR = "&"

_PIECE = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[+(]*[0-9][0-9()./+-]*")
_TRUNK_ZERO = re.compile(r"\(0\)")

Word = tuple[str, str]  # (kind, word)


@dataclass(frozen=True)
class Known:
    """What the words are made of."""

    names: Sequence[str] = ()
    phones: Sequence[str] = ()
    emails: Sequence[str] = ()
    card_code: str = ""
    numbers: Sequence[str] = ()


@dataclass(frozen=True)
class Typed:
    """What somebody typed: the terms to look for, and what a new customer would get from it."""

    terms: tuple[str, ...] = ()
    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def pairs(self) -> list[str]:
        """How the pair word of its two longest name words may begin; nothing when there are no two."""
        names = sorted((term for term in self.terms if term.isalpha()), key=len)[-2:]
        return beginnings_of_pair(*names) if len(names) == 2 else []


def words_of(known: Known) -> set[Word]:
    """Everything this customer is found by."""
    words = {(WordKind.NAME, word) for word in _name_words(known.names)}
    for number in known.phones:
        words |= {(WordKind.PHONE, ending) for ending in _endings(number)}
    for address in known.emails:
        words |= {(WordKind.EMAIL, word) for word in _address_words(address)}
    words |= {(WordKind.CARD, word) for word in _cut(known.card_code)}
    for number in known.numbers:
        words |= {(WordKind.NUMBER, word) for word in _cut(number)}
    return {(kind.value, word[:LONGEST_WORD]) for kind, word in words if word}


def _cut(text: str) -> Iterator[str]:
    """The pieces of each word, the word without its hyphens, and a number without its leading zeros."""
    for chunk in fold(text).split():
        pieces = _PIECE.findall(chunk)
        for word in (*pieces, "".join(pieces)):
            yield from (word, without_zeros(word))
        # Somebody who types it is taken to mean an address, and that is looked for as a whole.
        if "@" in chunk:
            yield chunk.lstrip("@")


def without_zeros(word: str) -> str:
    """Numbers lose the zeros before them, as long as enough is left to find somebody by."""
    bare = word.lstrip("0")
    return bare if word.isdecimal() and len(bare) >= SHORTEST_ENDING else word


def _name_words(names: Iterable[str]) -> set[str]:
    words = dict.fromkeys(word for name in names for word in _cut(name))
    pairs = combinations(list(words)[:PAIRED_WORDS], 2)
    return set(words) | {pair_of(one, other) for one, other in pairs}


def pair_of(one: str, other: str) -> str:
    """The letters of two words taking turns; the rest of the longer one at the end."""
    turns = zip_longest(*sorted([one[:PAIRED_LETTERS], other[:PAIRED_LETTERS]]), fillvalue="")
    return PAIR + "".join(letter for turn in turns for letter in turn)


def beginnings_of_pair(short: str, long: str) -> list[str]:
    """How the pair word begins when only the beginnings of both words are known.

    With "smi maria" the fourth letter of Maria is known and that of Smi is not: it is any of them,
    or there is none.
    """
    length = len(short)
    if len(long) == length or not (short + long).isascii():
        return [pair_of(short, long[:length])]
    longer = (pair_of(short + letter, long[: length + 1]) for letter in ascii_lowercase)
    return [pair_of(short, long), *longer]


def _endings(number: str) -> Iterator[str]:
    digits = "".join(sign for sign in number if sign.isdigit())
    return (digits[start:] for start in range(max(len(digits) - SHORTEST_ENDING + 1, 1)))


def _address_words(address: str) -> Iterator[str]:
    """The whole address, its host, and its parts."""
    folded = fold(address)
    return iter((folded, folded.partition("@")[2], *_PIECE.findall(folded)))


def read_typed(text: str) -> Typed:
    """What somebody typed, cut into terms; anything longer than a line is not read."""
    chunks = text[:LONGEST_TYPED].replace("\0", " ").split()
    numbers, addresses, names = [], [], []
    terms: dict[str, None] = {}
    for kind, chunk in _joined_numbers(chunks):
        if kind == WordKind.PHONE:
            numbers.append(chunk)
        elif kind == WordKind.EMAIL:
            addresses.append(chunk)
        else:
            names.append(chunk)
        terms.update(dict.fromkeys(term for term in _terms(kind, chunk) if term))
    return Typed(
        terms=tuple(terms)[:MOST_TERMS],
        name=" ".join(names),
        phone=" ".join(numbers),
        email=" ".join(addresses[:1]),
    )


def _joined_numbers(chunks: list[str]) -> Iterator[Word]:
    """(kind, words) of each chunk; numbers that follow each other are one number."""
    number: list[str] = []
    for chunk in chunks:
        if _NUMBER.fullmatch(chunk) or (chunk in {"+", "-", "/"} and number):
            number.append(chunk)
            continue
        if number:
            yield WordKind.PHONE, _whole_number(number)
            number = []
        yield WordKind.EMAIL if "@" in chunk else WordKind.NAME, chunk
    if number:
        yield WordKind.PHONE, _whole_number(number)


def _whole_number(pieces: list[str]) -> str:
    """With spaces, and without the zero of "+44 (0)7700", which is only dialled at home."""
    return " ".join(_TRUNK_ZERO.sub("", " ".join(pieces)).split())


def _terms(kind: str, chunk: str) -> Iterator[str]:
    if kind == WordKind.PHONE:
        yield without_zeros("".join(sign for sign in chunk if sign in "0123456789"))
        return
    for word in fold(chunk).split():
        yield from [word.lstrip("@")] if kind == WordKind.EMAIL and "@" in word else _PIECE.findall(word)
