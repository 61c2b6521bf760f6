"""Everybody without a story: names, homes, families, and how to reach them."""

from collections.abc import Iterator
from itertools import pairwise
from random import Random

from crm.demo.cast import HABITS, Habit, Person
from crm.demo.reading import lists, rows
from customers.cleaning import fold

HOUSEHOLDS = 38
DOMAINS = ("example.org", "example.com", "example.net")
NAMELESS = {"phone_only", "nickname", "organisation"}


def crowd(rolls: Random) -> list[Person]:
    """The customers by habit, with families among the steady ones."""
    names = _names(rolls)
    people = [_person(habit, names, rolls) for habit in HABITS for _number in range(habit.people)]
    _name_the_nameless(people)
    _found_households([p for p in people if p.habit.name in {"steady", "occasional"}], rolls)
    return people


def reach(people: list[Person], rolls: Random) -> None:
    """Phones from the ranges that ring nowhere, mails to domains that exist for examples."""
    mobiles = iter(rolls.sample(range(900_000, 901_000), 1000))
    landlines = iter(rolls.sample(range(960_000, 961_000), 1000))
    for person in people:
        if person.habit.name == "nickname" and rolls.random() < 0.8:
            continue
        _give_phones(person, mobiles, landlines, rolls)
        if person.habit.name not in {"phone_only", "nickname"} and rolls.random() < 0.72:
            person.emails = [_email(person, rolls)]


def _give_phones(person: Person, mobiles: Iterator[int], landlines: Iterator[int], rolls: Random) -> None:
    if person.company or rolls.random() < 0.3:
        person.phones.append(f"+441632{next(landlines)}")
    wants_one = person.habit.name == "phone_only" or rolls.random() < 0.75
    if (wants_one and not person.phones) or rolls.random() < 0.3:
        person.phones.append(f"+447700{next(mobiles)}")


def _email(person: Person, rolls: Random) -> str:
    name = fold(f"{person.given}.{person.family}" if person.family else person.company or person.preferred)
    safe = "".join(sign if (sign.isalnum() and sign.isascii()) or sign == "." else " " for sign in name)
    return f"{'-'.join(safe.split()).strip('.')}@{rolls.choice(DOMAINS)}"


def _names(rolls: Random) -> Iterator[tuple[str, str]]:
    """Full names, each once."""
    given = (*lists("people")["women"], *lists("people")["men"])
    seen: set[tuple[str, str]] = set()
    while True:
        name = rolls.choice(given), rolls.choice(lists("people")["families"])
        if name not in seen and name[0] != name[1]:
            seen.add(name)
            yield name


def _person(habit: Habit, names: Iterator[tuple[str, str]], rolls: Random) -> Person:
    words = lists("people")
    person = Person(habit)
    person.begins, person.ends = rolls.uniform(*habit.begins), rolls.uniform(*habit.ends)
    if habit.name not in NAMELESS:
        person.given, person.family = next(names)
    person.interests = tuple(
        rolls.sample([name for name, _drawn in rows("profiles")[:-2]], rolls.randint(1, 3))
    )
    person.source = rolls.choice(words["sources"]) if rolls.random() < 0.7 else ""
    if habit.name in {"steady", "occasional", "lapsed"}:
        _settle(person, rolls)
    return person


def _settle(person: Person, rolls: Random) -> None:
    """What one gets to know about people over time."""
    words = lists("people")
    if rolls.random() < 0.65:
        house = f"{rolls.randint(1, 88)} {rolls.choice(words['streets'])}"
        person.address = (house, f"HW{rolls.randint(1, 9)} {rolls.randint(1, 9)}{_letters(rolls)}", "")
        person.address = (*person.address[:2], rolls.choice(words["towns"]))
    person.tags = rolls.sample(words["tags"], rolls.choice((0, 0, 1, 1, 2)))
    person.whereabouts = rolls.choice(words["whereabouts"]) if rolls.random() < 0.35 else ""
    if "children" in person.interests:
        person.relation, _colon, person.child = rolls.choice(words["children"]).partition(":")
        person.facts.append(("buys_for", _family_fact(person, rolls)))
    if rolls.random() < 0.1:
        person.dog = rolls.choice(words["dogs"])
        person.facts.append(("good_to_know", f"The dog is called {person.dog}"))
    _learn_facts(person, rolls)


def _letters(rolls: Random) -> str:
    return "".join(rolls.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))


def _family_fact(person: Person, rolls: Random) -> str:
    year = f", born {rolls.randint(2010, 2021)}" if rolls.random() < 0.7 else ""
    return f"{person.relation.capitalize()} {person.child}{year}"


def _learn_facts(person: Person, rolls: Random) -> None:
    words = lists("people")
    liked = [like.partition(":") for like in words["likes"]]
    fitting = [text for interest, _colon, text in liked if interest in person.interests]
    if fitting and rolls.random() < 0.6:
        person.facts.append(("likes", rolls.choice(fitting)))
    if rolls.random() < 0.18:
        person.facts.append(("size", rolls.choice(words["sizes"])))
    if rolls.random() < 0.22:
        person.facts.append(("good_to_know", rolls.choice(words["know"])))


def _name_the_nameless(people: list[Person]) -> None:
    """Clubs and companies by their name, and those known by a nickname only."""
    words = lists("people")
    companies, nicknames = iter(words["companies"]), iter(words["nicknames"])
    for person in people:
        if person.habit.name == "organisation":
            person.company = next(companies)
        elif person.habit.name == "nickname":
            person.preferred = next(nicknames)


def _found_households(people: list[Person], rolls: Random) -> None:
    """Two of a family under one roof."""
    couples = [pair for number, pair in enumerate(pairwise(people)) if number % 4 == 0][:HOUSEHOLDS]
    for one, other in couples:
        other.family = one.family
        other.address = one.address
        one.household = other.household = f"The {one.family} household"
        one.partner, other.partner = other.given, one.given
        if rolls.random() < 0.3:
            one.facts.append(("buys_for", f"{other.given}, who is hard to surprise"))
