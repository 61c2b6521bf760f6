"""Once a night a new version for everybody; in between, those who bought are looked at again."""

from datetime import date

from django.db import connection, transaction

from metrics.describing import describe
from metrics.foresight.intervals import keep_intervals
from metrics.foresight.keeping import keep_foresight, keep_silence
from metrics.foresight.kept_days import kept_days
from metrics.foresight.version import fitted
from metrics.lifetime.refitting import REFITS
from metrics.models import Count, CustomerScore, PurchaseModel

LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('metrics.foresight'))"
MOST = 20_000  # customers that are asked for by name; of more, everybody is looked at


@transaction.atomic
def foresee(*, refits: int = REFITS) -> int:
    """How many customers' numbers moved; twice moves none. Nothing while somebody else is at it."""
    count = Count.current()
    if count is None or count.scored_on is None or not _my_turn():
        return 0
    keep_intervals(count.scored_on)
    model = PurchaseModel.objects.filter(as_of=count.scored_on).first()
    return _look_again(model) if model else _look_at_everybody(count, count.scored_on, refits)


def _look_at_everybody(count: Count, as_of: date, refits: int) -> int:
    kept = kept_days(as_of)
    model = fitted(kept, as_of=as_of, counted_at=count.counted_at, refits=refits)
    model.save()
    moved = keep_foresight(model, kept) if model.is_enough else keep_silence()
    describe(as_of, zone=count.time_zone)
    return moved


def _look_again(model: PurchaseModel) -> int:
    if not model.is_enough:
        return 0
    changed = list(CustomerScore.objects.not_foreseen().values_list("pk", flat=True)[: MOST + 1])
    if not changed:
        return 0
    return keep_foresight(model, kept_days(model.as_of, only=changed if len(changed) <= MOST else None))


def _my_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        is_free: bool = cursor.fetchone()[0]
    return is_free
