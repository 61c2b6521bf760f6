"""The report on whom we asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback import private_scores
from feedback.models import ReviewRequest
from feedback.private_scores import PrivateScore, scores_before, tells_scores
from feedback.review_parity import BandCount, count_bands, verdict

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def told(monkeypatch):
    """What customers told us, by whatever asked them."""
    kept: list[PrivateScore] = []
    monkeypatch.setattr(private_scores, "_SCORES", [])
    tells_scores(lambda customers: [each for each in kept if each.customer_id in customers])
    return kept


def asked(customer, *, cause: str, outcome: str = "asked", clicked: bool = False) -> None:
    ReviewRequest.objects.create(
        customer=customer, cause=cause, outcome=outcome, at=NOW, clicked_at=NOW if clicked else None
    )


def test_decisions_are_counted_by_what_was_told_before(told, anna, bert):
    told += [
        PrivateScore(anna.pk, NOW - timedelta(days=2), 5),
        PrivateScore(anna.pk, NOW - timedelta(days=1), 2),
        PrivateScore(anna.pk, NOW + timedelta(days=1), 4),
    ]
    asked(anna, cause="a", clicked=True)
    asked(bert, cause="b", outcome="not_drawn")
    asked(bert, cause="c", outcome="lately")

    counts = {
        count.band: (count.might, count.asked, count.came) for count in count_bands(NOW, NOW + timedelta(1))
    }

    assert counts == {"1-2": (1, 1, 1), "3": (0, 0, 0), "4-5": (0, 0, 0), "": (1, 0, 0)}


def test_the_last_answer_before_the_moment_counts(told):
    told += [PrivateScore(1, NOW, 3)]

    assert scores_before([(1, NOW - timedelta(1)), (1, NOW), (2, NOW)]) == [None, 3, None]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ((9, 3), (100, 33), "Too few have told us"),
        ((100, 31), (200, 66), "was asked as often as"),
        ((100, 2), (200, 66), "was not asked as often"),
    ],
)
def test_the_verdict_is_one_sentence(low, high, words):
    counts = [BandCount("1-2", *low), BandCount("3"), BandCount("4-5", *high), BandCount("")]

    assert words in verdict(counts)
