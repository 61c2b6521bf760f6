"""What was agreed and noted about people: birthdays, consents, cards, keepers, and whom to leave in peace."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from crm.demo.cast import Person, Said
from crm.demo.days import TradingDays

BIRTHDAYS_SOON = 8
KEEPERS = ("Mira", "Mira", "Otto", "Mark")
RING_SIZES = ("J", "K", "L", "M", "N", "O", "P", "Q", "R")
GIFT_WRAP = ("Brown paper and string", "Block print", "Whatever is quickest")

NEWS = "email", "news"
WORDINGS = (
    ("Yes please, send me the shop's news by e-mail, about once a month.", "Sign-up card at the till"),
    ("May we e-mail you about new books and evenings? You can stop it at any time.", "Asked at the counter"),
    ("Keep me posted about author evenings and the reading circle.", "Author evening list"),
    ("Tick here for our newsletter: new arrivals, evenings and the odd offer.", "Web form"),
)
OTHERS = (
    (
        "text",
        "news",
        "May we text you when something you ordered, or might like, comes in?",
        "Asked at the counter",
    ),
    ("post", "news", "Send me the Christmas catalogue by post.", "Sign-up card at the till"),
    (
        "email",
        "feedback",
        "May we ask you now and then how we did? Three questions, no more.",
        "Asked at the counter",
    ),
    ("phone", "news", "Shall we ring you about evenings?", "Asked at the counter"),
)
WITHDRAWN = "Too many e-mails at home, please take me off the list."
QUIET = (
    ("Has asked for no calls, cards or mails for the time being: a death in the family. "
     "Always glad of a quiet hello in the shop."),
    ("Please do not write or ring. There was a misunderstanding over a birthday mailing, "
     "we said sorry, and left it at that."),
)  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """One answer for the consent log to be."""

    who: Person
    channel: str
    topic: str
    is_given: bool
    wording: str
    source: str
    at: datetime
    staff: str


def get_to_know(people: list[Person], days: TradingDays, rolls: Random) -> None:
    """Birthdays, keepers, own fields; and two who want to be left in peace."""
    for person in people:
        _birthday(person, rolls)
        _own_fields(person, days, rolls)
        if person.habit.name == "steady" and rolls.random() < 0.4:
            person.looked_after_by = rolls.choice(KEEPERS)
    _birthdays_soon([p for p in people if p.habit.name == "steady"], days.today)
    for name, text in zip(("steady", "lapsed"), QUIET, strict=True):
        _leave_in_peace(next(p for p in people if p.habit.name == name and p.emails), text, days)


def ask_for_consent(people: list[Person], rolls: Random) -> list[Agreed]:
    """What those who were asked have said, and what some of them said later."""
    agreed: list[Agreed] = []
    for person in people:
        at = person.first_at
        if at and person.emails and rolls.random() < 0.75:
            agreed += _news(person, at, rolls)
        if at and person.quiet_since is None and rolls.random() < 0.22:
            agreed.append(_other(person, at, rolls))
    return agreed


def _news(person: Person, at: datetime, rolls: Random) -> list[Agreed]:
    wording, source = rolls.choice(WORDINGS)
    says_yes, staff = rolls.random() < 0.76, rolls.choice(KEEPERS)
    answers = [Agreed(person, *NEWS, says_yes, wording, source, at, staff)]
    changes_mind = rolls.random() < 0.08
    if says_yes and (changes_mind or person.quiet_since):
        later = person.quiet_since or person.last_at or at
        answers.append(Agreed(person, *NEWS, False, WITHDRAWN, "Asked at the counter", later, staff))
    return answers


def _other(person: Person, at: datetime, rolls: Random) -> Agreed:
    channel, topic, wording, source = rolls.choice(OTHERS)
    return Agreed(person, channel, topic, rolls.random() < 0.7, wording, source, at, rolls.choice(KEEPERS))


def _birthday(person: Person, rolls: Random) -> None:
    chance, has_year = rolls.random(), rolls.random() < 0.45
    day, month, year = rolls.randint(1, 28), rolls.randint(1, 12), rolls.randint(1938, 2004)
    is_close = person.habit.name in {"steady", "occasional", "lapsed"}
    if person.birthday == (None, None, None) and is_close and chance < 0.55:
        person.birthday = (day, month, year if has_year else None)


def _birthdays_soon(people: list[Person], today: date) -> None:
    """Somebody has a birthday on each of the coming days, whenever one looks."""
    for number, person in enumerate(people[3 : 3 + BIRTHDAYS_SOON]):
        day = today + timedelta(days=number % 7)
        person.birthday = (day.day, day.month, person.birthday[2])


def _own_fields(person: Person, days: TradingDays, rolls: Random) -> None:
    size, wrapping, since = rolls.choice(RING_SIZES), rolls.choice(GIFT_WRAP), rolls.random()
    chances = [rolls.random() for _number in range(3)]
    if person.goes_to_circle:
        person.custom["book_club"] = True
        person.custom["member_since"] = days.at(since * 0.6, 0.5).date().isoformat()
    elif person.habit.name == "steady" and chances[0] < 0.5:
        person.custom["book_club"] = False
    if person.family and person.habit.name in {"steady", "occasional"}:
        person.custom |= {"ring_size": size} if chances[1] < 0.15 else {}
        person.custom |= {"gift_wrap": wrapping} if chances[2] < 0.2 else {}


def _leave_in_peace(person: Person, text: str, days: TradingDays) -> None:
    person.quiet_since = days.at(min(person.ends, 0.9), 0.6)
    person.said.append(Said(person, "note", person.quiet_since, text, staff="Olga", pinned=True))
