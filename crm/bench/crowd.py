"""The people and receipts of the shop we measure: the same at every run, made from their numbers alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from crm.bench.sizes import Size
from customers.cleaning import fold

Row = tuple[object, ...]

# fmt: off
GIVEN = (
    "Amélie", "Ann", "Anna", "Ben", "Bert", "Björn", "Carla", "Chloë", "Dan", "Dora", "Ella", "Emil",
    "Eva", "Fatima", "Finn", "Frank", "Grace", "Greta", "Hal", "Hanna", "Ida", "Igor", "Iris", "Jack",
    "Jana", "Jonas", "Julia", "Kai", "Karl", "Kate", "Lars", "Lena", "Leo", "Lily", "Maja", "Marc",
    "Maria", "Max", "Mia", "Mona", "Nils", "Nina", "Olaf", "Omar", "Pia", "Paul", "Rosa", "Ruth", "Sam",
    "Sara", "Sören", "Tess", "Theo", "Tom", "Uma", "Vera", "Walt", "Wendy", "Yan", "Zoë",
)
BEGINNINGS = (
    "Al", "Bar", "Cor", "Dun", "Ed", "Fair", "Gil", "Ham", "Ing", "Jar", "Kel", "Lin", "Mar", "Nor",
    "Os", "Par", "Quin", "Ros", "Smi", "Tal", "Und", "Ver", "Win", "Yar",
)
ENDINGS = (
    "ber", "by", "combe", "den", "don", "ers", "field", "ford", "gate", "ham", "ing", "ington", "land",
    "ley", "low", "man", "more", "ness", "son", "th", "ton", "well", "wick", "worth",
)
# fmt: on
TOWNS = ["Bath", "Bristol", "Exeter", "Frome", "Wells"]
SOURCES = ("walked by", "a friend", "web search", "local paper", "")
PRODUCTS = [f"Article {number:03d}" for number in range(400)]
NOTES = (
    "Asked about the new range",
    "Came in to look around",
    "Rang about an order",
    "Liked the window display",
)
KINDS = ("visit", "call", "note", "question", "compliment")
MORE_OFTEN_FIRST = 1.5  # the exponent of the long tail: a few customers buy very often
YEARS = 3
WALK_INS = 0.05
FIRST_NUMBER = 7_700_000_000


def birthday(pick: Random) -> tuple[int | None, int | None]:
    """Day and month of three in four customers."""
    return (pick.randint(1, 28), pick.randint(1, 12)) if pick.random() < 0.75 else (None, None)


def customers(size: Size, today: datetime) -> Iterator[Row]:
    """id, given name, family name, sort key, birth day and month, town, source, since."""
    pick = Random(1)  # noqa: S311 - a crowd to measure with, no secret
    for number in range(1, size.customers + 1):
        given = pick.choice(GIVEN)
        family = pick.choice(BEGINNINGS) + pick.choice(ENDINGS)
        key = fold(f"{family} {given}")
        since = today - timedelta(days=365 * YEARS, seconds=number)
        yield number, given, family, key, *birthday(pick), pick.choice(TOWNS), pick.choice(SOURCES), since


def phones(size: Size) -> Iterator[Row]:
    """customer, number: nine in ten have one."""
    for number in range(1, size.customers + 1):
        if number % 10:
            yield number, f"+44{FIRST_NUMBER + number * 7 % 99_999_989}", "", 0


def emails(size: Size) -> Iterator[Row]:
    """customer, address: half of them have one."""
    for number in range(2, size.customers + 1, 2):
        yield number, f"person{number}@mail.example", "", 0


def buyer(pick: Random, size: Size) -> int:
    """The number of somebody who buys: some often, most now and then."""
    return min(size.customers, 1 + int(size.customers * pick.random() ** MORE_OFTEN_FIRST))


def moment(pick: Random, today: datetime) -> datetime:
    """Some time in the last years, in opening hours."""
    back = timedelta(days=int(pick.random() * 365 * YEARS), seconds=pick.randrange(8 * 3600))
    return (today - back).astimezone(UTC)


def receipts(size: Size, today: datetime) -> Iterator[tuple[Row, list[Row]]]:
    """(id, customer, at, total, number) with its lines (receipt, position, code, name, quantity, price)."""
    pick = Random(2)  # noqa: S311
    for number in range(1, size.purchases + 1):
        owner = None if pick.random() < WALK_INS else buyer(pick, size)
        lines: list[Row] = []
        total = 0
        for position in range(size.lines_each):
            article = pick.randrange(400)
            quantity, pence = 1 + article % 3, 199 + article * 7
            total += quantity * pence
            price = f"{pence // 100}.{pence % 100:02d}"
            lines.append((number, position, f"A{article:03d}", PRODUCTS[article], "", quantity, price, 0))
        paid = f"{total // 100}.{total % 100:02d}"
        yield (number, owner, moment(pick, today), paid, f"B{number:09d}"), lines


def talks(count: int, size: Size, today: datetime) -> Iterator[Row]:
    """customer, kind, at, text: what passed without a purchase."""
    pick = Random(3)  # noqa: S311
    for _number in range(count):
        yield buyer(pick, size), pick.choice(KINDS), moment(pick, today), pick.choice(NOTES)
