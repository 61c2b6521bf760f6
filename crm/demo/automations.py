"""What the demo shop sends by itself: two recipes that are on, with those they have reached, and two off."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from crm.demo.cast import Person
from crm.demo.letters import Letter
from crm.demo.shop import Frame
from crm.demo.topics import Answers
from crm.demo.writing import Rows
from engagement.actions.message import Draft
from engagement.models import Automation, EmailTemplate, Enrolment, EnrolmentState, SkipReason
from engagement.recipes import RECIPES
from engagement.steps import key_of

ON, OFF = ("welcome", "birthday", "review"), ("follow_up", "win_back")
ON_SINCE = timedelta(days=200)
CAUSE = "first_purchase"
THE_MAIL = 1  # behind the wait


def write_automations(frame: Frame) -> dict[str, Automation]:
    """The recipes as the shop's own, by their keys."""
    made = Automation.objects.bulk_create(_automation(key, frame) for key in (*ON, *OFF))
    return {automation.recipe: automation for automation in made}


def welcome_newcomers(
    people: Sequence[Person], rows: Rows, answers: Answers, automation: Automation, frame: Frame
) -> list[tuple[Enrolment, str, datetime]]:
    """Everybody who bought for the first time lately went through it: (enrolment, why not, when)."""
    found = []
    for person in people:
        if person.habit.name == "new" and person.baskets:
            first = min(basket.at for basket in person.baskets)
            at = frame.days.later(first, 1, 0.2)
            found.append((_enrolment(automation, rows, person, first, at), _why_not(person, answers), at))
    Enrolment.objects.bulk_create(enrolment for enrolment, _why, _at in found)
    return found


def welcome_letters(
    went: Sequence[tuple[Enrolment, str, datetime]], people: dict[int, Person], template: EmailTemplate
) -> list[Letter]:
    """The mail of each; `people` by the number of their customer."""
    recipe = RECIPES["welcome"]
    letters = []
    for enrolment, why_not, at in went:
        draft = Draft(
            dedupe_key=key_of(enrolment),
            message_class=recipe.message_class,
            topic=recipe.topic,
            purpose=f"automation.{recipe.key}",
            about=f"engagement.enrolment:{enrolment.pk}",
            template=template,
            priority=recipe.priority,
        )
        address = next(iter(people[enrolment.customer_id].emails), "")
        letters.append(Letter(draft, enrolment.customer, address, at, why_not))
    return letters


def write_automation(key: str, since: datetime, frame: Frame) -> None:
    """A recipe of another floor, on since then."""
    automation = _automation(key, frame)
    automation.is_on, automation.switched_on_at = True, since
    automation.save()


def _automation(key: str, frame: Frame) -> Automation:
    recipe, is_on = RECIPES[key], key in ON
    return Automation(
        recipe=key,
        name=str(recipe.name),
        steps=[dict(step) for step in recipe.steps],
        settings=dict(recipe.settings),
        hold_out_percent=recipe.hold_out_percent,
        cap_days=recipe.cap_days,
        age_limit_days=recipe.age_limit_days,
        is_on=is_on,
        switched_on_at=frame.days.now - ON_SINCE if is_on else None,
        created_by=frame.staff["Olga"],
    )


def _enrolment(
    automation: Automation, rows: Rows, person: Person, first: datetime, at: datetime
) -> Enrolment:
    return Enrolment(
        automation=automation,
        customer=rows[id(person)],
        cause=CAUSE,
        caused_at=first,
        steps=automation.steps,
        position=THE_MAIL,
        next_at=at,
        state=EnrolmentState.FINISHED,
        ended_at=at,
    )


def _why_not(person: Person, answers: Answers) -> str:
    if not person.emails:
        return SkipReason.NO_ADDRESS
    return SkipReason.OPTED_OUT if answers.get((id(person), "care")) is False else ""
