"""Whatever the clock asks for, asking twice is asking once (R04). A new task is found by itself."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from celery import current_app
from django.db import connection
from django.utils import timezone

from crm.shop.actions.job import queue_job
from crm.shop.models import Job, Location, OpeningWindow, User
from customers.actions.referral import record_referral
from customers.models import Customer
from engagement.actions.announcement import Plan, make_announcement
from engagement.actions.follow_up import Promise, make_follow_up
from engagement.actions.sending import claim_next
from engagement.actions.voucher import Worth, issue_voucher
from engagement.models import Announcement, EmailTemplate, Message, Voucher
from tests.engagement.conftest import Sink
from tests.engagement.loyalty import buy as buy_tea
from tests.engagement.loyalty import run_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_any_hour")]

OURS = ("crm.", "customers.", "engagement.", "feedback.", "metrics.")
# Done in a process of its own, which sees nothing that a test has written: see tests/metrics/foresight.
ELSEWHERE = {"metrics.tasks.foresee"}
# What looks at the clock says when it looked.
TICKS = {"shop_clocktick"}
EFFECTS = """
    SELECT count(*), count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'planned'),
        sum(attempts) FROM engagement_message
"""


def tasks() -> list[str]:
    current_app.loader.import_default_modules()
    return sorted(name for name in set(current_app.tasks) - ELSEWHERE if name.startswith(OURS))


def book() -> dict[str, object]:
    """How many rows each table has, and how far each mail has come."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - TICKS
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in tables))
        counted: dict[str, object] = dict(cursor.fetchall())
        cursor.execute(EFFECTS)
        return counted | {"mails": cursor.fetchone()}


@pytest.fixture
def much_to_do(
    counter: Location,
    mira: User,
    olga: User,
    anna: Customer,
    bert: Customer,
    plan: Callable[..., Message],
    automation_on: Callable[..., object],
    words: Callable[..., EmailTemplate],
) -> Job:
    """Something for every task: what is due, what is too old, what a dead worker left, and a job."""
    OpeningWindow.objects.create(
        location=counter, weekday=timezone.localdate().weekday(), opens=time(0), closes=time(23, 59)
    )
    run_program(friend_gets=Decimal(5), advocate_gets=Decimal(5))
    automation_on("welcome")
    record_referral(bert, advocate=anna, way="counter", by=None)
    for customer in (anna, bert):
        buy_tea(customer)
    make_follow_up(anna, Promise("Ring her", timezone.localdate(), mira), by=None)
    news = make_announcement(Plan("news", "Spring", words("news"), "news", "", 0), by=olga)
    Announcement.objects.filter(pk=news.pk).update(state="scheduled", send_at=timezone.now())
    Voucher.objects.filter(
        pk=issue_voucher(Worth(Decimal(5)), customer=anna, reason="birthday", by=None).pk
    ).update(expires_on=date(2020, 1, 1))
    plan("marketing")
    plan()
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        plan()
        assert claim_next(timezone.now(), is_bulk=False)
    return queue_job("account.reset_mail", str(mira.pk), by=None)


def test_every_task_asked_for_twice_is_done_once(much_to_do: Job, sink: Sink):
    arguments = {
        "crm.shop.tasks.run_job": [much_to_do.pk],
        "crm.shop.tasks.run_quick_job": [much_to_do.pk],
        "feedback.tasks.draw_letter": [0],  # the letter that is not there any more
    }
    done, repeated = set(), {}
    for name in tasks():
        before = book()
        current_app.tasks[name](*arguments.get(name, []))
        once = book()
        current_app.tasks[name](*arguments.get(name, []))
        twice = book()
        if once != before:
            done.add(name.rpartition(".")[2])
        if twice != once:
            repeated[name] = {key: (once[key], twice[key]) for key in once if once[key] != twice[key]}

    assert repeated == {}
    # Else it would say nothing.
    assert done >= {"send_letters", "send_bulk", "look_for_causes", "move_announcements", "plan_digests"}
    assert done >= {"settle_loyalty_cards", "thank_for_recommendations", "let_rewards_run_out"}
