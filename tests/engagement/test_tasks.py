"""What the clock does with mail."""

import threading

import pytest
from django.db import connection

from engagement import tasks
from engagement.delivery import send_due
from engagement.models import Message
from engagement.one_at_a_time import one_at_a_time
from tests.engagement.conftest import again

pytestmark = pytest.mark.usefixtures("at_any_hour")


@pytest.mark.django_db(transaction=True)
def test_news_are_sent_by_one_worker_at_a_time(sink, plan):
    message = plan("marketing")
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with one_at_a_time(tasks.BULK_LOCK):
            held.set()
            free.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    tasks.send_bulk()
    meanwhile = again(message).state
    free.set()
    other.join()
    tasks.send_bulk()

    assert (meanwhile, again(message).state) == ("planned", "sent")


@pytest.mark.parametrize(
    ("task", "message_class"), [(tasks.send_letters, "transactional"), (tasks.send_bulk, "marketing")]
)
def test_a_shift_that_is_over_before_its_work_rings_for_the_next(
    sink, plan, monkeypatch, task, message_class
):
    plan(message_class)
    rung = []
    monkeypatch.setattr(tasks, "send_due", lambda **asked: send_due(**asked, seconds=0))
    monkeypatch.setattr(tasks, "ring", lambda name, _row: rung.append(name))

    task()

    assert rung == [f"engagement.tasks.{task.__name__}"]


def test_without_a_shop_nothing_leaves(db):
    tasks.send_letters()
    tasks.send_bulk()
    tasks.look_after_mail()

    assert Message.objects.count() == 0
