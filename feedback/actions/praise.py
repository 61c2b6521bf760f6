"""Praise that names a colleague: found by the clock, taken away where somebody else was meant."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from feedback.models import Praise
from feedback.praise_words import named_in
from feedback.voices import highs

# A comment may be sorted, or an answer confirmed, days after it was given.
BACK, AT_A_TIME = timedelta(days=30), 500


@transaction.atomic
def find_praise(now: datetime) -> int:
    """Write down who was named in good words of late; how many are new. Twice is once."""
    before = Praise.objects.count()
    Praise.objects.bulk_create(praise_since(now - BACK), ignore_conflicts=True)
    new = Praise.objects.count() - before
    if new:
        audit.record("praise.found", by=None, counts={"praise": new})
    return new


def praise_since(moment: datetime) -> list[Praise]:
    """Everybody who was named in good words since then, not written down yet."""
    reader = User.objects.owners().order_by("pk").first()
    people = dict(User.objects.active().values_list("pk", "name"))
    texts = highs(reader, since=moment, most=AT_A_TIME) if reader else []
    return [
        Praise(colleague_id=number, about=text.about, on=timezone.localdate(text.at))
        for text in texts
        for number in sorted(named_in(text.text, people))
    ]


@transaction.atomic
def drop_praise(praise: Praise, *, by: User) -> Praise:
    """Somebody else of this name was meant. Twice is once, and the clock does not find it again."""
    praise = Praise.objects.select_for_update(of=("self",)).get(pk=praise.pk)
    if praise.dropped_at is None:
        praise.dropped_at, praise.dropped_by = timezone.now(), by
        praise.save(update_fields=["dropped_at", "dropped_by"])
        audit.record("praise.dropped", praise, by=by)
    return praise
