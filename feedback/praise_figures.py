"""Who was praised by name, and whose ideas were taken up: for the team's page and the owner's letter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from crm.shop.models import User
from feedback.models import Idea, IdeaState, Praise
from feedback.voices import GOOD, Said, all_said

MOST = 400
WINDOW = timedelta(days=90)


@dataclass
class Recognition:
    """A colleague, the good words that name them (the newest first), and their ideas that were taken up."""

    colleague: User
    praise: list[tuple[Praise, Said]] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.praise) + len(self.ideas)


def recognise(user: User, *, since: date, until: date) -> list[Recognition]:
    """Everybody who works here, with what this person may read of it; those with most of it first.

    A fixed number of questions, however many are praised.
    """
    praise = _praise(user, since, until)
    ideas = _ideas(since, until)
    everybody = [Recognition(person, praise[person.pk], ideas[person.pk]) for person in User.objects.active()]
    return sorted(everybody, key=lambda each: (-each.count, each.colleague.name, each.colleague.pk))


def _praise(user: User, since: date, until: date) -> dict[int, list[tuple[Praise, Said]]]:
    rows = list(Praise.objects.since(since).filter(on__lte=until).order_by("-on", "-pk")[:MOST])
    texts = all_said([row.about for row in rows], user)
    found: dict[int, list[tuple[Praise, Said]]] = defaultdict(list)
    for row in rows:
        text = texts.get(row.about)
        # Somebody may have changed their review since.
        if text and (text.score is None or text.score >= GOOD):
            found[row.colleague_id].append((row, text))
    return found


def _ideas(since: date, until: date) -> dict[int, list[Idea]]:
    """Only those left with a name: the others stay without."""
    taken = Idea.objects.filter(state=IdeaState.TAKEN, by__isnull=False)
    rows: Iterable[Idea] = taken.filter(answered_at__date__gte=since, answered_at__date__lte=until)
    found: dict[int, list[Idea]] = defaultdict(list)
    for idea in rows:
        found[idea.by_id or 0].append(idea)
    return found
