"""A survey without names in the demo shop: asked by mail, answered by some, and nobody knows by whom."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from crm.demo.cast import Person
from crm.demo.dice import dice
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.surveys import Asking, invite_them, mail_them
from crm.demo.topics import Answers
from crm.demo.writing import Rows
from crm.shop.opening_hours import moment_of
from feedback.actions.anonymous_answer import HIGH
from feedback.models import Answer, Evidence, Invitation, Response, Survey, SurveyKind, SurveyVersion
from feedback.questions import Question, Shape
from feedback.starters import mail_body

ASKED_OF, DAYS_AGO = 40, 45
NAME, SUBJECT = "A word without your name", "What would you change, if nobody knew it was you?"
INTRO = "Some things are easier to say when nobody knows who says them."
SCORE = Question("score", Shape.STARS, "How do you like our shop?", is_required=True)
QUESTIONS = (SCORE, Question("why", Shape.TEXT, "What would you change?"))


def write_nameless_answers(people: Sequence[Person], rows: Rows, answers: Answers, frame: Frame) -> None:
    """Asked six weeks ago; the invitations say only that they were used."""
    survey, rolls = _survey(frame), dice("without a name")
    askings = _asked(people, rolls, frame)
    invitations = invite_them(survey, askings, rows, frame)
    messages = mail_them(survey, askings, invitations, answers, frame)
    went = [each for each, mail in zip(invitations, messages, strict=True) if not mail.skip_reason]
    lines = list(read("survey_nameless"))[: len(went)]
    used = [each.pk for each in rolls.sample(went, len(lines))]
    Invitation.objects.filter(pk__in=used).update(is_used=True)
    for score, *words in rolls.sample(lines, len(lines)):
        _write(survey, int(score), "".join(words), rolls, frame)


def _survey(frame: Frame) -> Survey:
    """Chosen to be anonymous, published and on."""
    survey = Survey.objects.create(
        kind=SurveyKind.CUSTOM,
        name=NAME,
        intro=INTRO,
        questions=[question.kept() for question in QUESTIONS],
        mail_subject=SUBJECT,
        mail_body=mail_body(),
        is_anonymous=True,
        created_by=frame.staff["Olga"],
    )
    survey.current = SurveyVersion.objects.create(
        survey=survey, number=1, published_by=frame.staff["Olga"], **survey.as_published
    )
    survey.switched_on_at = frame.days.now - timedelta(days=DAYS_AGO + 1)
    survey.save(update_fields=["current", "switched_on_at"])
    return survey


def _asked(people: Sequence[Person], rolls: Random, frame: Frame) -> list[Asking]:
    """Some who have bought something, all on one day."""
    buyers = [person for person in people if person.baskets and person.emails and not person.company]
    at = frame.days.later(frame.days.now - timedelta(days=DAYS_AGO), 0, 0.2)
    chosen = rolls.sample(buyers, min(ASKED_OF, len(buyers)))
    return [
        Asking(person, "custom:demo", at + timedelta(minutes=number), person.baskets[-1])
        for number, person in enumerate(chosen)
    ]


def _write(survey: Survey, score: int, words: str, rolls: Random, frame: Frame) -> None:
    times = ("created_at", "changed_at", "confirmed_at", "completed_at", "edit_until")
    response = Response(
        pk=_lot(rolls),
        survey=survey,
        version=survey.current,
        is_anonymous=True,
        score=score,
        band=SCORE.band_of(score),
        comment=words,
        evidence=Evidence.WROTE if words else Evidence.TOUCHED,
        **dict.fromkeys(times, _week(rolls, frame)),
    )
    response.save(force_insert=True)
    said = [Answer(pk=_lot(rolls), response=response, question="score", number=score)]
    if words:
        said.append(Answer(pk=_lot(rolls), response=response, question="why", text=words))
    Answer.objects.bulk_create(said)


def _week(rolls: Random, frame: Frame) -> datetime:
    """The Monday of one of the two weeks after the mail."""
    day = frame.days.today - timedelta(days=DAYS_AGO - rolls.choice((2, 5, 9)))
    return moment_of(day - timedelta(days=day.weekday()), time(0), ZoneInfo(frame.shop.time_zone))


def _lot(rolls: Random) -> int:
    return HIGH + rolls.randrange(HIGH)
