"""What passes between shop and customer in a week: each line fits the person it is written for."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from crm.demo.cast import Basket, Person, Said
from crm.demo.catalogue import SEASONS, Product, catalogue
from crm.demo.days import TradingDays
from crm.demo.dice import Deck
from crm.demo.reading import rows, split_outcome
from crm.demo.writers import how_long, usual_direction, who_logs

KINDS = (
    ("visit",) * 21
    + ("note", "call") * 13
    + ("question",) * 10
    + ("compliment", "email") * 9
    + ("message", "asked_did_not_buy") * 8
    + ("complaint_hint",) * 6
    + ("social",) * 3
    + ("letter",) * 2
)
ENQUIRIES = ("question", "question", "asked_did_not_buy", "call")
BY_PHONE = ("call", "call", "message", "question")
BUSINESS = ("organisation",)
ORDERS = 64
TRIES = 12
SAME_LINE_AT_MOST = 2
SAME_ORDER_AT_MOST = 3
DAYS_APART = {"visit": 0, "compliment": 5}  # from a seasonal purchase; all else comes before it


@dataclass(frozen=True)
class Words:
    """One hand-written line and whom it fits."""

    kind: str
    fits: str
    is_outgoing: bool
    mood: str
    text: str
    outcome: str


def words_of(file: str) -> list[Words]:
    """Every line of a file; those for organisations name their kind instead of whom they fit."""
    written = []
    for first, mood, text in rows(file):
        fits, is_outgoing = first.removesuffix(" out"), first.endswith(" out")
        kind, fits = (fits, file) if file in BUSINESS else (file, fits)
        written.append(Words(kind, fits, is_outgoing, mood, *split_outcome(text)))
    return written


class Chatter:
    """Deals the lines out, so that no page repeats another's."""

    def __init__(self, days: TradingDays, rolls: Random) -> None:
        self._days = days
        self._rolls = rolls
        files = dict.fromkeys(KINDS + BUSINESS)
        self._decks = {file: Deck(words_of(file), rolls, most=SAME_LINE_AT_MOST) for file in files}

    def talk_with(self, person: Person) -> None:
        """As many lines as this person's habit gives."""
        for _number in range(self._rolls.randint(*person.habit.notes)):
            if line := self._line_for(person):
                person.said.append(line)

    def _line_for(self, person: Person) -> Said | None:
        """One of the kinds people like this come with; not every kind fits everybody."""
        for _try in range(TRIES):
            file = self._rolls.choice(_files_for(person))
            words = self._decks[file].deal(lambda line: _suits(line, person))
            if words is not None:
                person.used.add(words.text)
                return self._say(person, words)
        return None

    def _say(self, person: Person, words: Words) -> Said:
        basket = _basket_for(person, words, self._rolls)
        at = self._moment(person, words, basket)
        said = Said(person, words.kind, at, words.text, words.outcome, words.mood)
        said.text = fill_in(words.text, person, basket)
        said.outcome = fill_in(words.outcome, person, basket)
        said.direction = "out" if words.is_outgoing else usual_direction(words.kind)
        said.staff = who_logs(said.text + said.outcome, self._rolls)
        said.minutes = how_long(words.kind, said.text, self._rolls)
        said.pinned = words.kind == "note" and self._rolls.random() < 0.2
        return said

    def _moment(self, person: Person, words: Words, basket: Basket | None) -> datetime:
        position = self._rolls.uniform(person.begins, person.ends)
        later, within = self._rolls.randint(2, 9), self._rolls.random()
        if basket is None:
            return self._days.at(position, within)
        if words.fits in SEASONS:
            days_apart = DAYS_APART.get(words.kind, -2)
            return self._days.later(basket.at, days_apart, within) if days_apart else basket.at
        return self._days.later(basket.at, later, within)


def order_ahead(people: list[Person], days: TradingDays, rolls: Random) -> None:
    """Asked for, ordered, rung about, collected: the three lines before a purchase."""
    deck = Deck(rows("order"), rolls, most=SAME_ORDER_AT_MOST)
    sales = [basket for person in people for basket in person.baskets if _can_be_ordered(basket)]
    for basket in rolls.sample(sales, ORDERS):
        row = _row_for(basket.lines[0].category, deck)
        if row is not None and basket.who is not None:
            _order(basket.who, basket, row, days, rolls)


def _row_for(category: str, deck: Deck[tuple[str, ...]]) -> tuple[str, ...] | None:
    return deck.deal(lambda row: row[0] == category)


def explain_refund(back: Basket, deck: Deck[tuple[str, ...]], rolls: Random) -> None:
    """Why something came back, for those we know."""
    if back.who is None:
        return
    wanted = back.lines[0].category if rolls.random() < 0.75 else "any"
    row = _row_for(wanted, deck)
    if row is None:
        return
    _fits, kind, mood, text = row
    said = Said(back.who, kind, back.at, fill_in(text, back.who, back), mood=mood, staff=back.staff)
    back.who.said.append(said)


def fill_in(text: str, person: Person, basket: Basket | None) -> str:
    """The names in a line; a capital where the line begins with one."""
    names = {"child": person.child, "partner": person.partner, "dog": person.dog}
    if basket:
        names |= _words_for(catalogue()[basket.codes[0]])
    for key, value in names.items():
        text = text.replace(f"{{{key}}}", value).replace(
            f"{{{key.capitalize()}}}", value[:1].upper() + value[1:]
        )
    return text


def _words_for(product: Product) -> dict[str, str]:
    """A product in a sentence, and the verbs that agree with it."""
    verbs = ("are", "were", "have", "they") if product.is_plural else ("is", "was", "has", "it")
    thing = product.short.removeprefix("the ")
    return {
        "product": product.short,
        "thing": thing,
        **dict(zip(("is", "was", "has", "it"), verbs, strict=True)),
    }


def _files_for(person: Person) -> tuple[str, ...]:
    if person.habit.name == "organisation":
        return BUSINESS
    if person.habit.name == "enquirer":
        return ENQUIRIES
    return BY_PHONE if person.habit.name == "phone_only" else KINDS


def _can_reach(person: Person, kind: str) -> bool:
    if kind == "email":
        return bool(person.emails)
    return bool(person.phones) if kind in {"call", "message"} else True


def _suits(words: Words, person: Person) -> bool:
    """Is this line true of this person?"""
    if words.text in person.used or not _can_reach(person, words.kind):
        return False
    if person.habit.name in BUSINESS:
        return True
    if person.habit.name == "enquirer":
        return words.fits == "enquiry"
    needs = {"child": person.child, "partner": person.partner, "dog": person.dog}
    if any(f"{{{key}}}" in words.text.lower() and not value for key, value in needs.items()):
        return False
    if words.fits.startswith("after ") or words.fits in SEASONS:
        return bool(_baskets_for(person, words))
    alike = {"any", *person.interests, *(key for key, value in needs.items() if value)}
    return words.fits in alike or (words.fits == "circle" and person.goes_to_circle)


def _baskets_for(person: Person, words: Words) -> list[Basket]:
    """The purchases a line could speak of: its first product is the one that is named."""
    wanted = SEASONS.get(words.fits) or words.fits.removeprefix("after ")
    return [basket for basket in person.baskets if basket.lines[0].category == wanted]


def _basket_for(person: Person, words: Words, rolls: Random) -> Basket | None:
    baskets = _baskets_for(person, words)
    return rolls.choice(baskets) if baskets else None


def _can_be_ordered(basket: Basket) -> bool:
    known = {row[0] for row in rows("order")}
    is_known_person = basket.who is not None and bool(basket.who.phones) and basket.who.habit.name != "story"
    return (
        is_known_person and not basket.season and basket.position > 0.05 and basket.lines[0].category in known
    )


def _order(person: Person, basket: Basket, row: tuple[str, ...], days: TradingDays, rolls: Random) -> None:
    _category, asked, rang = row
    text, outcome = split_outcome(fill_in(asked, person, basket))
    asked_at = days.later(basket.at, -rolls.randint(5, 11), rolls.random())
    rang_at = days.later(basket.at, -rolls.randint(1, 3), rolls.random())
    writer = who_logs(text, rolls)
    person.said.append(Said(person, "question", asked_at, text, outcome, staff=writer))
    call = Said(person, "call", rang_at, fill_in(rang, person, basket), direction="out", staff=writer)
    person.said.append(call)
