"""Writing the trail."""

import pytest

from crm.shop.actions import audit
from crm.shop.models import AuditEntry
from crm.web.insert import together


def trail() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "actor"))


def test_what_is_recorded_together_is_written_at_the_end_in_one_statement(mira, django_assert_num_queries):
    with django_assert_num_queries(1), together():
        audit.record("first", by=mira)
        with together():
            audit.record("second", by=None)

    audit.record("third", by=mira)
    assert trail() == [("first", "Mira"), ("second", "the clock"), ("third", "Mira")]


def test_what_fails_leaves_nothing_for_the_next(mira):
    def fail() -> None:
        with together():
            audit.record("lost", by=mira)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    audit.record("kept", by=mira)

    assert trail() == [("kept", "Mira")]
