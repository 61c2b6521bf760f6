"""What the demo shop changes because of what it heard, whom it told, and the ideas of its people."""

from collections.abc import Iterator
from datetime import timedelta

from crm.demo.reading import rows as read
from crm.demo.reading import split_outcome
from crm.demo.shop import Frame
from feedback.models import (
    DECIDED,
    Feeling,
    HearBack,
    Idea,
    Improvement,
    ImprovementEvidence,
    ImprovementNotice,
    ImprovementState,
    Theme,
    ThemeMention,
)

BASELINE, LISTENERS = timedelta(days=90), 4
HEARD_BY = "Mira"


def write_improvements(frame: Frame) -> None:
    """The register with its evidence; of the first, those who asked to hear were told."""
    told = [(_improvement(row, frame), row[5]) for row in read("improvements")]
    themes = {theme.name: theme for theme in Theme.objects.all()}
    for improvement, name in told:
        improvement.watched = f"feedback.theme:{themes[name].pk}" if improvement.baseline_until else ""
    improvements = Improvement.objects.bulk_create(improvement for improvement, _theme in told)
    ImprovementEvidence.objects.bulk_create(
        ImprovementEvidence(improvement=improvement, about=f"feedback.theme:{themes[name].pk}")
        for improvement, name in told
    )
    wishes = HearBack.objects.bulk_create(_listeners(frame))
    first = {wish.customer_id: wish for wish in wishes[: LISTENERS // 2]}
    ImprovementNotice.objects.bulk_create(
        ImprovementNotice(improvement=improvements[0], customer_id=customer, about=wish.about)
        for customer, wish in first.items()
    )
    ideas = Idea.objects.bulk_create(_idea(row, frame, improvements) for row in reversed(read("ideas")))
    for idea, row in zip(ideas, reversed(read("ideas")), strict=True):
        idea.created_at = frame.days.later(frame.days.now, -int(row[1]), 0.3)
    Idea.objects.bulk_update(ideas, ["created_at"])


def _improvement(row: tuple[str, ...], frame: Frame) -> Improvement:
    state, begun, since, who, effort, _theme, title, told = row
    problem, public_words = split_outcome(told)
    today, is_decided = frame.days.today, state in DECIDED
    begins = today - timedelta(days=int(begun))
    has_begun = state in {ImprovementState.DOING, ImprovementState.DONE}
    decided_at = frame.days.later(frame.days.now, -int(since or 0), 0.7) if is_decided else None
    return Improvement(
        title=title,
        problem=problem,
        owner=frame.staff.get(who),
        effort=int(effort),
        state=state,
        reason=public_words if state == ImprovementState.DECLINED else "",
        baseline_from=begins - BASELINE if has_begun else None,
        baseline_until=begins if has_begun else None,
        baseline_chosen_at=frame.days.later(frame.days.now, -int(begun), 0.3) if has_begun else None,
        live_on=today - timedelta(days=int(since)) if state == ImprovementState.DONE else None,
        public_words=public_words,
        public_at=decided_at,
        decided_at=decided_at,
        created_by=frame.staff["Olga"],
    )


def _listeners(frame: Frame) -> Iterator[HearBack]:
    """Some of those who spoke of waiting wish to hear what comes of it."""
    mentions = ThemeMention.objects.filter(
        theme__name="Waiting", feeling=Feeling.BAD, customer__isnull=False
    ).order_by("pk")
    for about, customer in mentions.values_list("about", "customer")[:LISTENERS]:
        yield HearBack(about=about, customer_id=customer, by=frame.staff[HEARD_BY])


def _idea(row: tuple[str, ...], frame: Frame, improvements: list[Improvement]) -> Idea:
    who, ago, state, told = row
    text, answer = split_outcome(told)
    is_new = state == "new"
    taken = next(each for each in improvements if each.state == ImprovementState.DOING)
    return Idea(
        text=text,
        by=frame.staff.get(who),
        state=state,
        answer=answer,
        answered_at=None if is_new else frame.days.later(frame.days.now, 3 - int(ago), 0.4),
        answered_by=None if is_new else frame.staff["Olga"],
        improvement=taken if state == "taken" else None,
    )
