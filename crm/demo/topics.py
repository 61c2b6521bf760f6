"""What customers of the demo shop were asked about beside its news: care, treats, reviews."""

from collections.abc import Sequence
from random import Random

from crm.demo.cast import Person
from crm.demo.knowing import KEEPERS, Agreed

TOPICS = (
    ("care", "May we ask by e-mail, after a while, how you get on with what you bought?"),
    ("treats", "May we write on your birthday, and when there is something of yours to collect?"),
    ("feedback", "May we ask you now and then how we did? Three questions, no more."),
    ("reviews", "May we ask you once for a few words on the internet?"),
)
SOURCE = "Sign-up card at the till"
ASKED, ASKED_ABOUT_IT, SAYS_YES = 0.45, 0.7, 0.82

Answers = dict[tuple[int, str], bool]  # by the identity of the person and the topic


def ask_about_topics(people: Sequence[Person], rolls: Random) -> list[Agreed]:
    """The answers of those who filled in the new card; each was asked about some of it."""
    asked = [p for p in people if p.first_at and p.emails and not p.quiet_since and rolls.random() < ASKED]
    return [answer for person in asked for answer in _answers(person, rolls)]


def answers_by_mail(agreed: Sequence[Agreed]) -> Answers:
    """What stands today: the last word about each topic."""
    return {(id(answer.who), answer.topic): answer.is_given for answer in agreed if answer.channel == "email"}


def _answers(person: Person, rolls: Random) -> list[Agreed]:
    at, staff = person.last_at, rolls.choice(KEEPERS)
    return [
        Agreed(person, "email", topic, rolls.random() < SAYS_YES, wording, SOURCE, at, staff)
        for topic, wording in TOPICS
        if at and rolls.random() < ASKED_ABOUT_IT
    ]
