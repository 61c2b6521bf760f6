"""Counting again everything that is derived: words to find people by, figures, rhythm, stages."""

from collections.abc import Callable, Iterator

from django.db import transaction

from crm.shop.actions.audit import label
from crm.shop.actions.job import queue_job_anew, report_progress
from crm.shop.actions.shop_settings import counts_by_the_card
from crm.shop.jobs import job_kind
from crm.shop.models import Job, ShopSettings, User
from customers.actions.figures import refresh_figures
from customers.actions.rhythm import refresh_usual_gap
from customers.actions.search_word import write_search_words
from customers.models import Buying, CategoryBought, Customer

COUNT_AGAIN = "customers.count_again"
PIECE = 2_000
Progress = Callable[[int, int], object]


def count_again(progress: Progress | None = None) -> int:
    """Rebuild what is kept with everybody, piece by piece; the number of customers. Twice is once."""
    refresh_usual_gap()
    done, total = 0, Customer.objects.count() if progress else 0
    for piece in _pieces():
        with transaction.atomic():
            refresh_figures(piece)  # it holds these customers until the piece is written
            write_search_words(piece)
        done += len(piece)
        if progress:
            progress(done, max(done, total))
    return done


def _pieces() -> Iterator[list[int]]:
    """Everybody's numbers, also of those who come meanwhile."""
    last = 0
    numbers = Customer.objects.order_by("pk").values_list("pk", flat=True)
    while piece := list(numbers.filter(pk__gt=last)[:PIECE]):
        yield piece
        last = piece[-1]


@job_kind(COUNT_AGAIN)
def run_count_again(job: Job) -> None:
    """Count in the background, as an upgrade asks for."""
    count_again(lambda done, total: report_progress(job, done=done, total=total))
    # The release before is gone by now, and nobody else asks it.
    for rows in (CategoryBought.objects.all(), Buying.objects.all()):
        rows._raw_delete(rows.db)


@counts_by_the_card
def _queue_count(by: User) -> Job:
    """What was spent is counted in the shop's own money, and a day is one of its own zone."""
    return queue_job_anew(COUNT_AGAIN, label(ShopSettings(pk=1)), by=by)
