"""What happened is told: signed, once, again after a failure, and never inside our own network."""

import json
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from crm.shop.models import ShopSettings
from customers.actions.customer import create_customer
from engagement.actions.webhook import (
    PURPOSE,
    Target,
    add_webhook,
    edit_webhook,
    pause_webhook,
    renew_secret,
    resume_webhook,
)
from engagement.actions.webhook_delivery import (
    LEASE,
    claim_delivery,
    replay_delivery,
    replay_failed,
    settle_delivery,
)
from engagement.actions.webhook_news import forget_old_deliveries, note_what_happened, send_test
from engagement.models import DeliveryState, Message, Obstacle, Webhook, WebhookDelivery
from engagement.webhooks import posting, telling
from engagement.webhooks.pauses import DEAD_AFTER, GIVEN_UP_AFTER
from engagement.webhooks.posting import Answer
from engagement.webhooks.telling import tell_all
from tests.engagement.webhooks.receiver import listening

pytestmark = pytest.mark.django_db


def tell(after: timedelta = timedelta(0)) -> int:
    """As the clock would, so much later."""
    with time_machine.travel(timezone.now() + after, tick=True):
        return tell_all(timezone.now())


def only() -> WebhookDelivery:
    return WebhookDelivery.objects.get()


def test_a_new_customer_is_told_by_number_and_signed(told, receiver, mira):
    webhook, secret = told

    customer = create_customer({"given_name": "Zoe"}, by=mira)
    tell()

    [heard] = receiver.heard
    said = json.loads(heard.body)
    assert (said["type"], said["data"]["id"]) == ("customer.created", customer.pk)
    assert said["data"]["url"].endswith(f"/api/v1/customers/{customer.pk}/")
    assert b"Zoe" not in heard.body
    assert receiver.checked(secret) == [True]
    assert receiver.checked("whsec_AAAA") == [False]
    assert (only().state, only().status) == (DeliveryState.DELIVERED, 204)
    assert only().webhook == webhook


def test_it_is_told_until_it_arrives_under_one_number(told, receiver, mira):
    receiver.answers = [500, 503]
    create_customer({"given_name": "Zoe"}, by=mira)

    tried = [tell(), tell(), tell(timedelta(seconds=6)), tell(timedelta(minutes=2)), tell(timedelta(hours=1))]

    assert tried == [1, 0, 1, 1, 0]
    assert len(set(receiver.numbers())) == 1
    assert len({each.body for each in receiver.heard}) == 1
    assert (only().state, only().attempts) == (DeliveryState.DELIVERED, 3)
    assert Webhook.objects.get().failing_since is None


def test_what_a_dead_worker_took_is_told_by_another(webhook, receiver, olga):
    send_test(webhook, by=olga)
    dead = claim_delivery(timezone.now())
    assert dead is not None
    assert claim_delivery(timezone.now()) is None

    assert tell() == 0
    assert tell(LEASE * 2) == 1

    settle_delivery(dead, Answer(500, Obstacle.REFUSED), now=timezone.now())
    assert (only().state, only().attempts, receiver.knocks) == (DeliveryState.DELIVERED, 2, 1)


def test_looking_twice_tells_once(webhook, mira):
    create_customer({"given_name": "Zoe"}, by=mira)

    assert [note_what_happened(timezone.now()) for _look in range(3)] == [1, 0, 0]
    later = timezone.now() + timedelta(hours=3)
    assert [note_what_happened(later), note_what_happened(later)] == [0, 0]
    assert Webhook.objects.get().seen_up_to > webhook.seen_up_to


@pytest.mark.parametrize("address", ["https://127.0.0.1:{port}/", "https://localhost:8443/", "http://[::1]/"])
def test_nothing_inside_our_own_network_hears_a_byte(olga, shop, address):
    with listening() as near:
        port = near.address.rpartition(":")[2]
        answer = posting.post(address.format(port=port), b"{}", {})

    assert (answer, near.knocks) == (Answer(obstacle=Obstacle.INSIDE), 0)


def test_a_name_that_leads_elsewhere_a_moment_later_is_of_no_use(monkeypatch):
    asked, knocked = [], []
    answers = iter(["1.1.1.1", "127.0.0.1"])

    def resolve(host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def knock(where: tuple[str, int], *_more: object) -> socket.socket:
        knocked.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", knock)

    answer = posting.post("https://books.example/in", b"{}", {})

    assert (answer.obstacle, asked, knocked) == (Obstacle.UNREACHABLE, ["books.example"], [("1.1.1.1", 443)])


def test_a_redirect_is_not_followed(webhook, receiver, olga):
    receiver.answers, receiver.moves_to = [302], f"{receiver.address}/elsewhere"
    send_test(webhook, by=olga)

    tell()

    assert (only().status, only().obstacle, receiver.knocks) == (302, Obstacle.REDIRECT, 1)


def test_whoever_answers_drop_by_drop_is_cut_off(webhook, receiver, olga, monkeypatch):
    monkeypatch.setattr(posting, "SECONDS", 0.2)
    receiver.drips = True

    answer = posting.post(webhook.address, b"{}", {})

    assert answer == Answer(obstacle=Obstacle.TOO_SLOW)


def test_an_answer_has_the_seconds_that_the_docs_promise():
    words = (Path(__file__).parents[3] / "docs/webhooks.md").read_text()

    assert "Let us in within three seconds and answer any `2xx` within five" in words
    assert (posting.CONNECT_SECONDS, posting.SECONDS) == (3, 5)


def test_what_is_given_up_is_told_to_the_owners_and_may_be_told_again(webhook, receiver, olga):
    receiver.answers = [500] * 3
    send_test(webhook, by=olga)
    tell()

    tell(GIVEN_UP_AFTER + timedelta(minutes=1))

    assert only().state == DeliveryState.FAILED
    [mail] = Message.objects.filter(purpose="webhook")
    assert (mail.staff, f"/settings/webhooks/{webhook.pk}/" in str(mail.context)) == (olga, True)
    receiver.answers.clear()
    assert [replay_failed(webhook, by=olga), replay_failed(webhook, by=olga)] == [1, 0]
    assert tell() == 1
    assert only().state == DeliveryState.DELIVERED
    assert len(set(receiver.numbers())) == 1


def test_an_address_that_answered_nothing_for_days_is_switched_off(webhook, receiver, olga):
    receiver.answers = [500] * 9
    send_test(webhook, by=olga)
    tell()
    with time_machine.travel(timezone.now() + DEAD_AFTER):
        send_test(webhook, by=olga)
        tell()

    webhook.refresh_from_db()
    assert (webhook.paused_because, tell(DEAD_AFTER + timedelta(hours=1))) == ("dead", 0)
    assert Message.objects.filter(purpose="webhook", dedupe_key__contains="dead").count() == 1
    resume_webhook(webhook, by=olga)
    assert Webhook.objects.get().failing_since is None


def test_whoever_says_it_is_gone_is_switched_off_at_once(webhook, receiver, olga):
    receiver.answers = [410]
    send_test(webhook, by=olga)

    tell()

    assert Webhook.objects.get().paused_because == "gone"


def test_what_happens_while_it_is_paused_is_not_told_later(webhook, receiver, mira, olga):
    pause_webhook(webhook, by=olga)
    create_customer({"given_name": "Zoe"}, by=mira)
    assert tell() == 0

    resume_webhook(webhook, by=olga)

    assert tell() == 0
    create_customer({"given_name": "Yan"}, by=mira)
    assert tell() == 1


def test_what_waited_has_its_three_days_when_it_goes_on(webhook, receiver, olga):
    send_test(webhook, by=olga)
    pause_webhook(webhook, by=olga)

    with time_machine.travel(timezone.now() + 2 * GIVEN_UP_AFTER, tick=True):
        assert tell() == 0
        resume_webhook(webhook, by=olga)
        assert tell() == 1
    assert Message.objects.count() == 0


def test_what_is_ticked_later_is_told_from_then_on(receiver, mira, olga):
    target = Target("Books", receiver.address, ["customer.changed"])
    webhook, _secret = add_webhook(target, by=olga)
    create_customer({"given_name": "Zoe"}, by=mira)

    edit_webhook(webhook, replace(target, events=["customer.created"]), version=1, by=olga)
    create_customer({"given_name": "Yan"}, by=mira)

    assert tell() == 1


def test_whoever_is_slow_lets_others_go_first(webhook, receiver, olga, monkeypatch):
    monkeypatch.setattr(telling, "SLOW", timedelta(seconds=0.1))
    receiver.takes = 0.3
    for _time in range(2):
        send_test(webhook, by=olga)

    assert tell() == 1
    assert tell(timedelta(seconds=5)) == 1


def test_both_secrets_are_good_for_a_day(told, receiver, olga):
    webhook, before = told
    webhook, after = renew_secret(webhook, by=olga)
    delivery = send_test(webhook, by=olga)

    tell()

    assert (receiver.checked(before), receiver.checked(after)) == ([True], [True])
    Webhook.objects.update(secret_before_until=timezone.now())
    replay_delivery(delivery, by=olga)
    tell()
    assert (receiver.checked(before), receiver.checked(after)) == ([True, False], [True, True])


def test_a_secret_that_cannot_be_read_switches_it_off(webhook, receiver, olga, settings):
    send_test(webhook, by=olga)
    settings.SECRET_KEY = "the key of another machine, on which a backup was put back by somebody"

    tell()

    assert (Webhook.objects.get().paused_because, receiver.knocks, only().attempts) == ("unreadable", 0, 0)
    assert PURPOSE not in Webhook.objects.get().secret


def test_a_restored_copy_tells_nobody(webhook, receiver, olga):
    send_test(webhook, by=olga)
    ShopSettings.objects.update(mail_held_since=timezone.now())

    assert (tell(), receiver.knocks) == (0, 0)


def test_the_log_goes_back_a_month(webhook, olga):
    with time_machine.travel(timezone.now() - timedelta(days=31)):
        send_test(webhook, by=olga)
    kept = send_test(webhook, by=olga)

    assert forget_old_deliveries(timezone.now()) == 1
    assert only() == kept
