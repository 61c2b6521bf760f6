"""A whole letter, as the page shows it and the mail brings it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from crm.shop.models import ShopSettings, User
from metrics.letter.changes import sentences_of
from metrics.letter.deeds import deeds_of
from metrics.letter.sentence import Sentence
from metrics.letter.week import Week


@dataclass(frozen=True)
class Letter:
    """What changed and what to do; either may be nothing, and then it says so."""

    week: Week
    sentences: list[Sentence]
    deeds: list[Sentence]
    is_of_now: bool

    @property
    def is_quiet(self) -> bool:
        """Nothing clearly changed: at most the sales of the week are told."""
        return len(self.sentences) < 2


def letter_of(week: Week, *, reader: User, shop: ShopSettings, now: datetime) -> Letter:
    """What there is to do is only known of today."""
    is_of_now = week == Week.of(timezone.localdate(now))
    return Letter(
        week,
        sentences_of(week, currency=shop.currency, reader=reader),
        deeds_of(week, reader=reader, now=now) if is_of_now else [],
        is_of_now,
    )
