"""The customers with a story of their own, written by hand from beginning to end."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from crm.demo.cast import STORY, STORY_BY_PHONE, STORY_ORGANISATION, Person, Said
from crm.demo.catalogue import SEASONS
from crm.demo.days import TradingDays
from crm.demo.reading import split_outcome, text_lines
from crm.demo.sales import basket_of
from crm.demo.writers import usual_direction, who_logs

BOUGHT = re.compile(r"\s*\+([A-Z]{3}\d\d)(?:\*(\d+))?")
FACTS = ("likes", "size", "buys_for", "good_to_know")
MOODS = ("happy", "neutral", "unhappy")


@dataclass
class Story:
    """A person's heading and the lines below it, as they stand in the file."""

    heading: str
    said: list[str] = field(default_factory=list)
    about: list[tuple[str, str]] = field(default_factory=list)


def read_stories() -> list[Story]:
    """All stories, in the order of the files."""
    stories: list[Story] = []
    for number in (1, 2, 3):
        for line in text_lines(f"stories_{number}"):
            if line.startswith("=="):
                stories.append(Story(line.removeprefix("==").strip()))
            elif " | " in line:
                stories[-1].said.append(line)
            else:
                key, _colon, value = line.partition(": ")
                stories[-1].about.append((key, value))
    return stories


def story_people(days: TradingDays, rolls: Random) -> list[Person]:
    """Everybody with a story, with their own lines and what they bought in them."""
    return [_tell(story, days, rolls) for story in read_stories()]


def _tell(story: Story, days: TradingDays, rolls: Random) -> Person:
    person = _introduce(story)
    count = len(story.said)
    for number, line in enumerate(story.said):
        position = 0.04 + 0.94 * (number + rolls.uniform(0.15, 0.85)) / count
        before = story.said[number - 1] if number else ""
        open_days = rolls.randint(3, 7) if _follows_soon(line, before) else None
        _happen(person, line, _moment(person, line, (position, open_days), days, rolls), position, rolls)
    return person


def _follows_soon(line: str, before: str) -> bool:
    """We ring or write back within days, and people come when we have rung."""
    answers = ("call out", "letter out", "message out", "soon ")
    asks = ("call out", "letter out")
    return line.startswith(answers) or before.startswith(asks)


def _moment(
    person: Person, line: str, place: tuple[float, int | None], days: TradingDays, rolls: Random
) -> datetime:
    """Somewhere along the two years, in its season, or a few days after the line before."""
    season = next((name for name in SEASONS if f"@{name}" in line), "")
    position, open_days = place
    within, years_back = rolls.random(), rolls.randrange(2)
    if open_days and person.said and not season:
        return days.later(person.said[-1].at, open_days, within)
    return days.at(position, within, season, years_back)


def _introduce(story: Story) -> Person:
    name, keeper, interests = (part.strip() for part in story.heading.split("|"))
    person = Person(STORY, interests=tuple(i.strip() for i in interests.split(",")))
    person.looked_after_by = keeper.capitalize()
    if name.startswith("@"):
        person.company, person.habit = name[1:], STORY_ORGANISATION
    else:
        person.given, _space, person.family = name.rpartition(" ")
    for key, value in story.about:
        _learn(person, key, value)
    if person.orders_by_phone:
        person.habit = STORY_BY_PHONE
    return person


def _learn(person: Person, key: str, value: str) -> None:
    """One line of the heading."""
    if key in FACTS:
        person.facts.append((key, value))
    elif key == "tags":
        person.tags = [tag.strip() for tag in value.split(",")]
    elif key == "birthday":
        day, month, *year = (int(number) for number in value.split())
        person.birthday = (day, month, year[0] if year else None)
    else:
        setattr(person, {"where": "whereabouts"}.get(key, key), value)


def _happen(person: Person, line: str, at: datetime, position: float, rolls: Random) -> None:
    """One line of the story: what was said and, where the file says so, what was bought."""
    head, text = (part.strip() for part in BOUGHT.sub("", line).split("|", 1))
    kind, *words = head.removeprefix("soon ").split()
    happened, outcome = split_outcome(text)
    said = Said(person, kind, at, happened, outcome, pinned="pin" in words)
    said.mood = next((word for word in words if word in MOODS), "")
    said.direction = "out" if "out" in words else usual_direction(kind)
    said.staff = who_logs(happened + outcome, rolls)
    person.said.append(said)
    bought = [(code, int(count or 1)) for code, count in BOUGHT.findall(line)]
    if bought:
        person.baskets.append(basket_of(person, bought, at=at, staff=said.staff, position=position))
