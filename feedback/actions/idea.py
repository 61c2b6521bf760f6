"""Ideas of those who work here: left, and answered."""

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from feedback.actions.improvement import Change, add_improvement
from feedback.models import Idea, IdeaState

AS_TITLE = 120


@transaction.atomic
def leave_idea(text: str, *, by: User, is_nameless: bool = False) -> Idea:
    """Leave an idea. Without a name nothing here tells whose it was, the history neither."""
    idea = Idea.objects.create(text=text, by=None if is_nameless else by)
    if not is_nameless:
        audit.record("idea.left", idea, by=by)
    return idea


@transaction.atomic
def answer_idea(idea: Idea, *, answer: str, is_taken: bool, by: User) -> Idea:
    """Say what becomes of it; one that is taken up becomes an improvement. The first answer stands."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    if idea.state != IdeaState.NEW:
        return idea
    if is_taken:
        change = Change(title=idea.text.partition("\n")[0][:AS_TITLE], problem=idea.text)
        idea.improvement = add_improvement(change, because=audit.label(idea), by=by)
    idea.state = IdeaState.TAKEN if is_taken else IdeaState.DECLINED
    idea.answer, idea.answered_at, idea.answered_by = answer, timezone.now(), by
    idea.save(update_fields=["improvement", "state", "answer", "answered_at", "answered_by"])
    audit.record("idea.taken" if is_taken else "idea.declined", idea, by=by)
    return idea
