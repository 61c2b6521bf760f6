"""What the clock does on the ground floor. Running it twice changes nothing."""

from datetime import timedelta

from celery import shared_task
from django.db.models import F, Q
from django.utils import timezone

from crm.shop.actions.till import today_in_the_shop
from customers.actions import import_retention, merge_undo
from customers.actions.duplicate_jobs import look_when_stale
from customers.actions.erasure import carry_out
from customers.actions.keeping import let_go_of_old_things
from customers.actions.rhythm import refresh_usual_gap
from customers.actions.segment_watch import forget_old_stays, watch_segment
from customers.actions.stage import replay_stages
from customers.actions.till_roll import forget_unused_signs
from customers.cycle_overview import keep_overview
from customers.forgetting.leaving import NotYet
from customers.models import Customer, Erasure, Segment

AT_A_TIME = 1_000
BATCHES = 20
LISTS_AT_A_TIME = 20
LOOKED_AT_EVERY = timedelta(minutes=10)


@shared_task
def turn_stages() -> None:
    """Let those whose silence has become too long, or whose praise has faded, move on today."""
    today, last = today_in_the_shop(), 0
    for _batch in range(BATCHES):
        due = Customer.objects.filter(stage_ends_on__lte=today, pk__gt=last).order_by("pk")
        customers = list(due.values_list("pk", flat=True)[:AT_A_TIME])
        if not customers:
            return
        replay_stages(customers)
        last = customers[-1]


@shared_task
def count_cycle() -> None:
    """A large shop's cycle takes too long to be counted while somebody waits for its page."""
    keep_overview(timezone.now())


@shared_task
def look_for_duplicates() -> None:
    """Who stands here twice is looked for once a day, in the background."""
    look_when_stale()


@shared_task
def forget_old_merges() -> None:
    """What could be taken apart for thirty days is not kept any longer."""
    merge_undo.forget_old_merges()


@shared_task
def count_usual_gap() -> None:
    """The shop's usual gap between two buying days moves slowly: once a day is enough."""
    refresh_usual_gap()


@shared_task
def watch_segments() -> None:
    """Write down who came into the saved lists and who left them, those looked at longest ago first."""
    now = timezone.now()
    due = Segment.objects.filter(Q(watched_at=None) | Q(watched_at__lt=now - LOOKED_AT_EVERY))
    oldest = due.order_by(F("watched_at").asc(nulls_first=True), "pk")
    for number in list(oldest.values_list("pk", flat=True)[:LISTS_AT_A_TIME]):
        watch_segment(number, now=now)
    forget_old_stays(now)


@shared_task
def let_go() -> None:
    """What is older than the owner wants to keep it, a few at a time."""
    let_go_of_old_things()


@shared_task
def go_on_erasing() -> None:
    """Finish what was asked for: after a crash, or once the mail that was leaving has left."""
    for erasure in Erasure.objects.unfinished()[:AT_A_TIME]:
        try:
            carry_out(erasure)
        except NotYet:
            continue


@shared_task
def forget_old_imports() -> None:
    """Thirty days after a file was applied it cannot be taken back, and nothing of it is needed.

    Nor is what only stood in files that were taken back.
    """
    import_retention.forget_old_imports(timezone.now())
    forget_unused_signs()
