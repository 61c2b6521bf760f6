"""Who speaks well of the shop: the demo's recommendations, so that every stage of the cycle has people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from crm.demo.cast import Person
from crm.demo.reading import text_lines
from crm.demo.shop import Frame
from crm.demo.writers import who_logs
from crm.demo.writing import Rows
from crm.shop.actions import audit
from customers.evidence import WORD_OF_MOUTH
from customers.kinds import RECOMMENDED
from customers.models import Interaction, StageEvidence

TALKATIVE = ("story", "steady", "occasional")
ENOUGH_VISITS = 4
SINCE = 0.55  # of the two years: most of it still counts today


@dataclass(frozen=True)
class Told:
    """A recommendation to be."""

    person: Person
    text: str
    at: datetime
    staff: str


def write_recommendations(people: Sequence[Person], rows: Rows, frame: Frame, rolls: Random) -> None:
    """One line a person, after their first purchases: the evidence, and what the timeline says."""
    told = [
        Told(person, text, _when(person, frame, rolls), who_logs(text, rolls))
        for person, text in zip(_talkative(people, rolls), text_lines("recommended"), strict=False)
    ]
    evidence = StageEvidence.objects.bulk_create(_evidence(line, rows, frame) for line in told)
    Interaction.objects.bulk_create(
        Interaction(
            customer=sign.customer,
            kind=RECOMMENDED.key,
            at=line.at,
            text=line.text,
            about=audit.label(sign),
            staff=sign.by,
        )
        for line, sign in zip(told, evidence, strict=True)
    )


def _evidence(line: Told, rows: Rows, frame: Frame) -> StageEvidence:
    day = line.at.astimezone(ZoneInfo(frame.shop.time_zone)).date()
    return StageEvidence(
        customer=rows[id(line.person)],
        kind=WORD_OF_MOUTH.key,
        about=f"day:{day.isoformat()}",
        on=day,
        by=frame.staff[line.staff],
    )


def _talkative(people: Sequence[Person], rolls: Random) -> list[Person]:
    fitting = [
        person for person in people if person.habit.name in TALKATIVE and len(person.baskets) >= ENOUGH_VISITS
    ]
    return rolls.sample(fitting, len(fitting))


def _when(person: Person, frame: Frame, rolls: Random) -> datetime:
    """When they have been here a few times, and not too long ago."""
    begun = sorted(basket.at for basket in person.baskets)[ENOUGH_VISITS - 1]
    return max(begun, frame.days.at(rolls.uniform(SINCE, 0.99), rolls.random()))
