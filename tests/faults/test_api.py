"""A till whose shop dies in the middle of its request tries again, and the sale is written once (R12)."""

import json
import threading
import time
import urllib.request
from collections.abc import Mapping
from types import MappingProxyType
from urllib.error import HTTPError, URLError

import psutil
import psycopg
import pytest

from tests.faults.box import Box
from tests.faults.conftest import Run, kill
from tests.faults.visitor import Reply, Visitor
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

NONE: Mapping[str, str] = MappingProxyType({})
SALE = json.dumps(
    {"lines": [{"unit_price": "4.20"}], "customer": {"phone": "01632 960777"}, "create_missing": True}
)

# Nobody else in this shop has a telephone.
PEOPLE = "SELECT count(*) FROM customers_phone"
SALES = "SELECT count(*) FROM customers_purchase JOIN customers_phone USING (customer_id)"


def make_key(olga: Visitor, scope: str) -> str:
    """A key made as the owner makes one, at the page."""
    olga.get("/account/reauthenticate/")
    olga.post("/account/reauthenticate/", password="correct horse battery staple")
    olga.get("/settings/keys/new/")
    shown = olga.post("/settings/keys/new/", name="Till", scopes=scope).text
    return shown.partition('id="api-key"')[2].partition('value="')[2].partition('"')[0]


def tell(run: Run, key: str, idempotency_key: str) -> Reply:
    """A sale."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency_key}
    return ask_as_program(run, key, "purchases/", SALE.encode(), headers)


def ask_as_program(
    run: Run, key: str, what: str = "customers/", body: bytes | None = None, headers: Mapping[str, str] = NONE
) -> Reply:
    told = {"Authorization": f"Bearer {key}", **headers}
    request = urllib.request.Request(f"{run.url}/api/v1/{what}", body, told)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return Reply(answer.status, answer.read().decode(), dict(answer.headers))
    except HTTPError as refusal:
        return Reply(refusal.code, refusal.read().decode(), dict(refusal.headers))
    except (URLError, OSError):
        return Reply(0, "", {})


def web_workers(run: Run) -> list[psutil.Process]:
    [master] = [child for child in run.look_at_children() if "gunicorn" in " ".join(child.cmdline())]
    return master.children()


def wait_until_it_waits(connection: psycopg.Connection) -> None:
    """The request has written its sale and stands before the lock."""
    question = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND state = 'active'"
    wait_until(lambda: connection.execute(question).fetchone() != (0,))


def test_a_sale_whose_shop_dies_in_the_middle_is_written_once_by_the_next_try(box: Box):
    run, key = box.run, make_key(box.olga, "write")
    answers: list[Reply] = []
    with psycopg.connect(box.owners_address) as book:
        # The sale is written, its answer not yet: there the worker is killed.
        book.execute("LOCK TABLE shop_idempotencykey IN SHARE ROW EXCLUSIVE MODE")
        asking = threading.Thread(target=lambda: answers.append(tell(run, key, "k1")))
        asking.start()
        with psycopg.connect(box.owners_address, autocommit=True) as watching:
            wait_until_it_waits(watching)
            kill(web_workers(run))
            asking.join()
            book.rollback()
            again = tell_until_answered(run, key)
            sales, people = (watching.execute(question).fetchone() for question in (SALES, PEOPLE))

    replayed = tell(run, key, "k1")

    assert answers[0].status == 0
    assert again.status == 201
    assert (sales, people) == ((1,), (1,))
    assert (replayed.text, replayed.headers["Idempotent-Replayed"]) == (again.text, "true")


def tell_until_answered(run: Run, key: str) -> Reply:
    """As a till does: the same request with the same key, until somebody answers."""
    deadline = time.monotonic() + 60
    while (reply := tell(run, key, "k1")).status not in {200, 201}:
        assert reply.status in {0, 409, 503}, reply
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return reply
