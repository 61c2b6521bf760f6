"""What customers of the demo shop grumbled about at the counter: enough to see what comes up again."""

from collections.abc import Iterator, Sequence

from crm.demo.cast import Person
from crm.demo.choosing import Choice
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.writing import Rows
from customers.kinds import COMPLAINT_HINT
from customers.models import Channel, Direction, Interaction, Mood
from feedback.models import Response

HEARD_BY = "Mira"


def write_grumbles(people: Sequence[Person], rows: Rows, frame: Frame) -> None:
    """Each by another customer: every second one by somebody who scored low."""
    grumblers = _grumblers(people, rows)
    Interaction.objects.bulk_create(
        Interaction(
            customer_id=next(grumblers),
            kind=COMPLAINT_HINT.key,
            at=frame.days.later(frame.days.now, -int(ago), 0.6),
            text=words,
            direction=Direction.INCOMING,
            channel=Channel.IN_PERSON,
            mood=Mood.NEUTRAL,
            location=frame.location,
            staff=frame.staff[HEARD_BY],
        )
        for ago, words in reversed(read("grumbles"))
    )


def _grumblers(people: Sequence[Person], rows: Rows) -> Iterator[int]:
    """Never the same one twice, and the same ones on every day."""
    scored = Response.objects.counting().filter(customer__isnull=False, survey__kind="purchase")
    unhappy = list(scored.order_by("score", "customer__sort_key").values_list("customer", flat=True))
    choice, seen = Choice(people, "grumbles"), set(unhappy)
    while True:
        if unhappy:
            yield unhappy.pop(0)
        other = rows[id(choice.one("phone"))].pk
        if other not in seen:
            yield other
