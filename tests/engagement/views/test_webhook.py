"""The pages on which the owner says which programs are told."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm.shop.models import AuditEntry, User
from engagement.actions.webhook import MOST, Target, add_webhook, pause_webhook, secrets_in_force
from engagement.actions.webhook_news import send_test
from engagement.models import DeliveryState, PauseReason, Webhook, WebhookDelivery
from tests.web.walk import sign_in_a_moment_ago

pytestmark = pytest.mark.django_db

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")
ONCE = re.compile(r'name="once" value="([^"]+)"')
BASE = "/settings/webhooks/"
FORM = {"name": "Books", "address": "https://books.example/in", "events": ["customer.created"]}


@pytest.fixture
def as_owner(client: Client, olga: User) -> Client:
    """With the password shown again a moment ago."""
    return sign_in_a_moment_ago(client, olga)


@pytest.fixture
def webhook(olga: User) -> Webhook:
    return add_webhook(Target("Books", "https://books.example/in", ["customer.created"]), by=olga)[0]


def move(client: Client, webhook: Webhook, do: str) -> str:
    return client.post(f"{BASE}{webhook.pk}/move/", {"do": do}, follow=True).text


def test_a_program_is_added_once_and_its_secret_is_shown_once(as_owner):
    pages = [as_owner.post(f"{BASE}new/", FORM | {"once": "a"}).text for _again in range(2)]

    webhook = Webhook.objects.get()
    assert [len(SECRET.findall(page)) for page in pages] == [1, 0]
    [secret] = SECRET.findall(pages[0])
    shown = [as_owner.get(f"{BASE}{path}").text for path in ("", f"{webhook.pk}/", f"{webhook.pk}/edit/")]
    assert all(secret not in page for page in shown)
    assert "https://books.example/in" in shown[0]
    assert AuditEntry.objects.filter(verb="webhook.added", actor="Olga").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM engagement_webhook AS t WHERE t::text LIKE %s", [f"%{secret}%"])
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "mistake",
    [
        *({"address": f"{address}/in"} for address in ("http://books.example", "https://books.example:22")),
        *(
            {"address": f"https://{host}/"}
            for host in ("127.0.0.1", "[::ffff:10.0.0.1]", "localhost", "a.local")
        ),
        *(
            {"address": f"https://{host}/"}
            for host in ("2130706433", "0x7f.1", "127.1", "localhost.", "10.1.")
        ),
        *(
            {"address": address}
            for address in ("https://me:word@a.example/", "https://", "https://a.example/ b")
        ),
        {"name": ""},
        {"events": []},
        {"events": ["customer.sneezed"]},
    ],
)
def test_what_is_wrong_comes_back(as_owner, mistake):
    assert as_owner.post(f"{BASE}new/", FORM | mistake).status_code == 422
    assert Webhook.objects.count() == 0


def test_there_are_never_too_many(as_owner, olga):
    for number in range(MOST):
        add_webhook(Target(f"No. {number}", "https://books.example/in", ["customer.created"]), by=olga)

    assert as_owner.post(f"{BASE}new/", FORM).status_code == 422


def test_only_the_owner_comes_in_and_shows_the_password_for_a_secret(client, webhook, olga, mark):
    client.force_login(mark)
    paths = (
        "",
        "new/",
        f"{webhook.pk}/",
        f"{webhook.pk}/edit/",
        f"{webhook.pk}/secret/",
        f"{webhook.pk}/remove/",
    )
    assert {client.get(BASE + path).status_code for path in paths} == {403}
    assert client.post(f"{BASE}{webhook.pk}/move/", {"do": "test"}).status_code == 403

    client.force_login(olga)
    asked = [client.get(BASE + path).status_code for path in paths]
    assert asked == [200, 302, 200, 302, 302, 302]


def test_whoever_saves_second_is_told(as_owner, webhook):
    edit = f"{BASE}{webhook.pk}/edit/"
    assert as_owner.post(edit, FORM | {"name": "Ledger", "version": "1"}).status_code == 302

    answer = as_owner.post(edit, FORM | {"name": "Diary", "version": "1"})

    assert (answer.status_code, "Ledger" in answer.text) == (409, True)
    assert Webhook.objects.get().name == "Ledger"


def test_a_new_secret_is_asked_for_and_then_shown(as_owner, webhook):
    page = f"{BASE}{webhook.pk}/secret/"

    assert SECRET.findall(as_owner.get(page).text) == []
    assert len(SECRET.findall(as_owner.post(page).text)) == 1


def test_a_new_secret_by_a_double_click_is_one_and_the_one_before_stays_good(as_owner, webhook):
    page, before = f"{BASE}{webhook.pk}/secret/", secrets_in_force(webhook)
    [key] = ONCE.findall(as_owner.get(page).text) or [""]
    once = {"once": key}

    [first], [second] = (SECRET.findall(as_owner.post(page, once).text) for _click in range(2))

    assert first == second
    assert secrets_in_force(Webhook.objects.get()) == [first, *before]


def test_the_buttons_do_what_they_say(as_owner, webhook):
    assert "A test is on its way" in move(as_owner, webhook, "test")
    for _again in range(2):
        move(as_owner, webhook, "pause")
    assert not Webhook.objects.get().is_running
    assert "Go on" in as_owner.get(f"{BASE}{webhook.pk}/").text
    move(as_owner, webhook, "resume")
    WebhookDelivery.objects.update(state=DeliveryState.FAILED)
    assert "Told once more: 1." in move(as_owner, webhook, "replay")
    move(as_owner, webhook, "dance")

    verbs = (
        AuditEntry.objects.filter(verb__startswith="webhook.").order_by("pk").values_list("verb", flat=True)
    )
    assert [verb.partition(".")[2] for verb in verbs] == ["added", "tested", "paused", "resumed", "replayed"]
    assert as_owner.get(f"{BASE}{webhook.pk}/move/").status_code == 405


def test_one_telling_is_told_once_more(as_owner, webhook, olga):
    delivery = send_test(webhook, by=olga)
    WebhookDelivery.objects.update(state=DeliveryState.DELIVERED, attempts=3, status=204)

    for _again in range(2):
        as_owner.post(f"{BASE}deliveries/{delivery.pk}/replay/")

    assert (WebhookDelivery.objects.get().state, WebhookDelivery.objects.get().number) == (
        "waiting",
        delivery.number,
    )
    assert AuditEntry.objects.filter(verb="webhook.replayed").count() == 1
    assert as_owner.post(f"{BASE}deliveries/0/replay/").status_code == 404


def test_removed_is_gone_with_its_log(as_owner, webhook, olga):
    send_test(webhook, by=olga)

    assert "Remove" in as_owner.get(f"{BASE}{webhook.pk}/remove/").text
    as_owner.post(f"{BASE}{webhook.pk}/remove/")

    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)
    assert as_owner.post(f"{BASE}{webhook.pk}/remove/").status_code == 404


def test_the_owner_sees_everywhere_that_one_was_switched_off(client, webhook, olga, mark):
    pause_webhook(webhook, because=PauseReason.DEAD, by=None)
    words = "is not told any more"

    client.force_login(olga)
    assert words in client.get("/today/").text
    client.force_login(mark)
    assert words not in client.get("/today/").text
    Webhook.objects.update(paused_because=PauseReason.BY_HAND)
    client.force_login(olga)
    assert words not in client.get("/today/").text


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_log_asks_as_often_for_one_as_for_three(
    as_owner, webhook, anna, bert, django_assert_num_queries, item_count
):
    now = timezone.now()
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            webhook=webhook,
            event="customer.created",
            about=f"customers.customer:{(anna, bert, anna)[number].pk}",
            cause=f"trail:{number}",
            happened_at=now,
            not_before=now,
            expires_at=now + timedelta(days=3),
        )
        for number in range(item_count)
    )
    pause_webhook(webhook, by=None)
    as_owner.get(BASE)

    with django_assert_num_queries(6):
        page = as_owner.get(f"{BASE}{webhook.pk}/?show=waiting").text

    assert "Anna Bell" in page


def test_an_address_that_is_too_long_is_said_and_not_cut_off(as_owner):
    address = f"https://books.example/{'a' * 500}"

    page = as_owner.post(f"{BASE}new/", FORM | {"address": address})

    assert (page.status_code, Webhook.objects.count()) == (422, 0)
    assert "This is too long: at most 500 characters, and these are 522." in page.text
    assert address in page.text
    assert "maxlength" not in re.search(r'<input[^>]*name="address"[^>]*>', page.text).group()


def test_without_a_tick_the_boxes_say_so_before_the_first(as_owner):
    page = as_owner.post(f"{BASE}new/", FORM | {"events": []}).text

    assert page.index('id="id_events_error"') < page.index('name="events"')
    assert page.count('id="id_events_error"') == 1


def test_telling_again_is_offered_where_something_was_given_up(as_owner, webhook, olga):
    send_test(webhook, by=olga)
    before = as_owner.get(f"{BASE}{webhook.pk}/").text
    WebhookDelivery.objects.update(state=DeliveryState.FAILED, decided_at=timezone.now())
    after = as_owner.get(f"{BASE}{webhook.pk}/").text

    assert ('value="replay"' in before, 'value="replay"' in after) == (False, True)
