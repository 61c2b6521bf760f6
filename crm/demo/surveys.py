"""What customers of the demo shop answered: two surveys that are on, with everything around the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.demo.automations import write_automation
from crm.demo.cast import Basket, Person
from crm.demo.dice import dice
from crm.demo.letters import Letter, write_letters
from crm.demo.own_survey import write_own_survey
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.survey_answers import Said, write_answers
from crm.demo.topics import Answers
from crm.demo.writing import Rows
from customers.models import ConsentTopic
from engagement import arbiter
from engagement.actions.message import Draft
from engagement.models import Message, MessageClass, SkipReason
from feedback.actions.survey import survey_of
from feedback.models import Invitation, Survey, SurveyKind, SurveyVersion
from feedback.recipes import RECIPE_OF
from feedback.starters import starters

ON_SINCE = timedelta(days=200)
ASKED = 0.6
LATELY = 0.75  # of the two years
COMING = ("story", "steady", "occasional", "new")
LATER = {SurveyKind.PURCHASE: (2, 3), SurveyKind.LIKELY: (5, 20)}  # open days
GOOD_FOR = timedelta(days=30)
TEXTS = {SurveyKind.PURCHASE: "survey_visit", SurveyKind.LIKELY: "survey_likely"}
# Of those who are asked, so many in a hundred answer.
ANSWER = {SurveyKind.PURCHASE: 42, SurveyKind.LIKELY: 30}


@dataclass(frozen=True)
class Asking:
    """Somebody is asked because of this, then."""

    person: Person
    cause: str
    at: datetime
    basket: Basket  # what they bought last


def write_surveys(people: Sequence[Person], rows: Rows, answers: Answers, frame: Frame) -> None:
    """The starters; two are on since half a year, and were sent and answered."""
    Survey.objects.bulk_create(survey_of(starter) for starter in starters())
    for kind in TEXTS:
        survey = switched_on(kind, frame)
        askings = _asked(kind, people, frame)
        invitations = invite_them(survey, askings, rows, frame)
        messages = mail_them(survey, askings, invitations, answers, frame)
        went = [
            (invitation, message)
            for invitation, message in zip(invitations, messages, strict=True)
            if not message.skip_reason
        ]
        write_answers(survey, _said(kind, went, frame))
    write_own_survey(frame)


def switched_on(kind: str, frame: Frame) -> Survey:
    """Since half a year, with its recipe if it has one."""
    since, olga = frame.days.now - ON_SINCE, frame.staff["Olga"]
    survey = Survey.objects.get(key=kind)
    version = SurveyVersion.objects.create(survey=survey, number=1, published_by=olga, **survey.as_published)
    survey.current, survey.switched_on_at = version, since
    survey.save(update_fields=["current", "switched_on_at"])
    if recipe := RECIPE_OF.get(SurveyKind(kind)):
        write_automation(recipe, since, frame)
    return survey


def _asked(kind: str, people: Sequence[Person], frame: Frame) -> list[Asking]:
    """Some of those who come, each once: some days after their last purchase."""
    rolls, found = dice(f"who is asked: {kind}"), []
    for person in people:
        sales = [basket for basket in person.baskets if basket.position > LATELY and not basket.season]
        days, within, is_asked = (
            rolls.randint(*LATER[SurveyKind(kind)]),
            rolls.random(),
            rolls.random() < ASKED,
        )
        if sales and is_asked and person.habit.name in COMING and not person.company:
            last = max(sales, key=lambda basket: basket.at)
            at = frame.days.later(last.at, days, within)
            found.append(Asking(person, f"{kind}:demo", at, last))
    return found


def invite_them(survey: Survey, askings: Sequence[Asking], rows: Rows, frame: Frame) -> list[Invitation]:
    """An invitation for each."""
    assert survey.current is not None  # noqa: S101 - just published
    knows = survey.kind == SurveyKind.PURCHASE
    invitations = Invitation.objects.bulk_create(
        Invitation(
            survey=survey,
            version=survey.current,
            customer=rows[id(asking.person)],
            cause=asking.cause,
            expires_at=asking.at + GOOD_FOR,
            location=frame.location if knows and asking.basket.channel == "in_person" else None,
            staff=frame.staff[asking.basket.staff] if knows else None,
        )
        for asking in askings
    )
    for invitation, asking in zip(invitations, askings, strict=True):
        invitation.created_at = asking.at
    return invitations


def mail_them(
    survey: Survey,
    askings: Sequence[Asking],
    invitations: Sequence[Invitation],
    answers: Answers,
    frame: Frame,
) -> list[Message]:
    """The mail of each, sent or left out as it would have been."""
    letters = [
        Letter(
            _draft(survey, invitation),
            invitation.customer,
            next(iter(asking.person.emails), ""),
            asking.at,
            _why_not(asking.person, answers, asked_whenever=survey.kind == SurveyKind.COMPLAINT),
        )
        for asking, invitation in zip(askings, invitations, strict=True)
    ]
    messages = write_letters(letters, frame)
    for invitation, message in zip(invitations, messages, strict=True):
        invitation.message = message
    Invitation.objects.bulk_update(invitations, ["message", "created_at"])
    return messages


def _draft(survey: Survey, invitation: Invitation) -> Draft:
    return Draft(
        dedupe_key=f"survey.{survey.kind}:{invitation.pk}",
        message_class=MessageClass.SURVEY,
        topic=ConsentTopic.FEEDBACK,
        purpose=f"survey.{survey.kind}",
        about=f"feedback.invitation:{invitation.pk}",
        subject=survey.mail_subject,
        body=survey.mail_body,
        priority=arbiter.SURVEY,
    )


def _why_not(person: Person, answers: Answers, *, asked_whenever: bool) -> str:
    if not person.emails:
        return SkipReason.NO_ADDRESS
    if person.quiet_since is not None:
        return SkipReason.DO_NOT_DISTURB
    if answers.get((id(person), "feedback")) is False:
        return SkipReason.OPTED_OUT
    if asked_whenever:
        return ""
    return SkipReason.ASKED_LATELY if dice(f"asked {person.emails[0]}").random() < 0.12 else ""


def _said(kind: str, went: Sequence[tuple[Invitation, Message]], frame: Frame) -> list[Said]:
    """The hand-written answers, each once, from those who were asked; some only score."""
    rolls, lines = dice(f"answers: {kind}"), list(read(TEXTS[SurveyKind(kind)]))
    rolls.shuffle(lines)
    wanted = min(len(lines), max(1, len(went) * ANSWER[SurveyKind(kind)] // 100))
    chosen = rolls.sample(list(went), wanted)
    said = [
        Said(
            invitation,
            message,
            int(line[0]),
            line[1] if len(line) > 1 else "",
            _when(message, rolls.random(), frame),
        )
        for (invitation, message), line in zip(chosen, lines, strict=False)
    ]
    return sorted(said, key=lambda each: each.at)


def _when(message: Message, chance: float, frame: Frame) -> datetime:
    """On the next day that the shop is open, while it is."""
    return frame.days.later(message.not_before, 1, chance)
