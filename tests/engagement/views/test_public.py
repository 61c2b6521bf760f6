"""The customer's own page: looking changes nothing, one click is enough, a lost link tells nothing."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from crm.shop.models import AuditEntry, ShopSettings
from crm.shop.public_page import MOST_A_MINUTE
from customers.actions.consent import Answer, record_consent
from customers.consent_state import state_of
from engagement.actions.mail_room import current_room
from engagement.actions.preference import stop_all
from engagement.models import LinkPurpose, Preference, PublicLink, Suppression
from engagement.public_links import make_link
from engagement.views.public import NONCE_SALT
from tests.written import written

NOTHING: frozenset[str] = frozenset()
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PLAIN_FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def stranger() -> Client:
    """A mail program: no cookie, no token, and it takes offence at nothing."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def willing(anna):
    current_room()  # its salt is drawn with the first mail, long before anybody has a link
    record_consent(anna, Answer("email", "news", True, "At the counter", "May we write?"), by=None)
    return anna


def path_to(customer, topic="news", **more) -> str:
    purpose = more.pop("purpose", LinkPurpose.PREFERENCES)
    return urlsplit(make_link(purpose, customer=customer, topic=topic, **more)).path


def stands(customer, topic="news") -> bool | None:
    answer = state_of(customer).get(("email", topic))
    return answer.is_given if answer else None


def press(client, path, do="save", **more):
    nonce = signing.dumps(PublicLink.objects.latest("pk").pk, salt=NONCE_SALT)
    return client.post(path, {"nonce": nonce, "do": do} | more)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_preference_centre_looking_changes_nothing(stranger, willing, method):
    path = path_to(willing)
    before = written(beside=NOTHING)

    responses = [getattr(stranger, method)(path) for _ in range(3)]

    assert (written(beside=NOTHING), {r.status_code for r in responses} <= {200, 405}) == (before, True)
    assert {len(r.cookies) for r in responses} == {0}


@pytest.mark.parametrize("packed", ["urlencoded", "multipart", "without a name"])
def test_preference_centre_one_click_without_cookie_token_or_redirect(stranger, willing, packed):
    path = path_to(willing)
    how = {
        "urlencoded": {"data": "List-Unsubscribe=One-Click", "content_type": PLAIN_FORM},
        "multipart": {"data": ONE_CLICK},
        "without a name": {"data": "List-Unsubscribe=One-Click", "content_type": "text/plain"},
    }[packed]

    answers = [stranger.post(path, **how) for _ in range(2)]

    assert [(answer.status_code, len(answer.cookies)) for answer in answers] == [(200, 0)] * 2
    assert stands(willing) is False
    assert willing.consents.count() == 2


def test_preference_centre_one_click_is_never_blocked(stranger, willing):
    path = path_to(willing)
    looks = {stranger.get(path).status_code for _ in range(MOST_A_MINUTE)}
    too_many = stranger.get(path)

    answer = stranger.post(path, ONE_CLICK)

    assert (looks, too_many.status_code, int(too_many.headers["Retry-After"]) > 0) == ({200}, 429, True)
    assert (answer.status_code, stands(willing)) == (200, False)


def test_preference_centre_shows_enough_to_know_them_and_no_more(stranger, willing):
    page = stranger.get(path_to(willing)).content.decode()

    assert "a…@example.org" in page
    assert "May we write?" in page
    assert [word for word in ("Bell", "anna@", "+44") if word in page] == []


def test_preference_centre_save_records_what_was_changed(stranger, willing):
    path = path_to(willing)

    answer = press(
        stranger, path, topics=["treats"], shown=["news"], at_most_monthly="on", pause="30", never_ask="on"
    )

    assert (answer.status_code, stands(willing), stands(willing, "treats"), stands(willing, "care")) == (
        200,
        False,
        True,
        None,
    )
    stored = Preference.objects.get()
    assert (stored.at_most_monthly, stored.never_ask) == (True, True)
    assert stored.paused_until == timezone.localdate() + timedelta(days=30)


def test_preference_centre_an_old_page_lifts_no_later_no(stranger, willing):
    path = path_to(willing)
    stranger.post(path, ONE_CLICK)

    press(stranger, path, topics=["news"], shown=["news"])

    assert stands(willing) is False


@pytest.mark.parametrize(("pressed", "topics_left"), [("topic", 0), ("all", 0)])
def test_preference_centre_stops_by_one_button(stranger, willing, pressed, topics_left):
    answer = press(stranger, path_to(willing), do=pressed)

    assert (answer.status_code, stands(willing)) == (200, False)
    assert Suppression.objects.count() == (1 if pressed == "all" else 0)


def test_preference_centre_keeps_or_ends_a_pause(stranger, willing):
    until = timezone.localdate() + timedelta(days=9)
    Preference.objects.create(customer=willing, paused_until=until)
    path = path_to(willing)

    press(stranger, path, pause="keep", shown=["news"], topics=["news"])
    kept = Preference.objects.get().paused_until
    press(stranger, path, pause="", shown=["news"], topics=["news"])

    assert (kept, Preference.objects.get().paused_until) == (until, None)


@pytest.mark.parametrize("nonce", ["", "x", "old", "of another link", "of another kind"])
def test_preference_centre_without_its_nonce_changes_nothing(stranger, willing, bert, nonce):
    path = path_to(willing)
    mine = PublicLink.objects.latest("pk").pk
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        old = signing.dumps(mine, salt=NONCE_SALT)
    nonces = {
        "old": old,
        "of another link": signing.dumps(mine + 1, salt=NONCE_SALT),
        "of another kind": signing.dumps(mine, salt="x"),
    }
    before = written(beside=NOTHING)

    answer = stranger.post(path, {"nonce": nonces.get(nonce, nonce), "do": "all"})

    assert (answer.status_code, written(beside=NOTHING)) == (422, before)


def test_preference_centre_refuses_what_the_page_does_not_offer(stranger, willing):
    answer = press(stranger, path_to(willing), topics=["everything"], pause="900")

    assert (answer.status_code, Preference.objects.count()) == (422, 0)


def test_lost_links_all_look_the_same(stranger, willing, bert):
    long_ago = timezone.now() - timedelta(days=1)
    over, revoked = path_to(willing, expires_at=long_ago), path_to(willing)
    PublicLink.objects.filter(pk=PublicLink.objects.latest("pk").pk).update(revoked_at=long_ago)
    foreign = path_to(willing, purpose=LinkPurpose.CARD).replace("/card/", "/u/")
    nobody = path_to(None)
    odd = ["/u/x/", "/u/%F0%9F%92%8C/", f"/u/{'a' * 43}/", f"/u/{'a' * 3000}/", "/u/{{link:1}}/"]
    before = written(beside=NOTHING)

    answers = [stranger.get(path) for path in (over, revoked, foreign, nobody, *odd)]
    answers += [stranger.post(path, ONE_CLICK) for path in (over, revoked, foreign, nobody, *odd)]

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert (b"Anna" in answers[0].content, written(beside=NOTHING)) == (False, before)


def test_public_pages_tell_nobody_where_they_were(stranger, willing):
    for path in (path_to(willing), "/u/unknown/"):
        headers = stranger.get(path).headers
        assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")


def test_preference_centre_after_stop_all_offers_a_way_back(stranger, willing):
    stop_all(willing, source="x", by=None)

    answer = press(stranger, path_to(willing), topics=["news"])

    assert (answer.status_code, stands(willing)) == (200, True)
    assert Suppression.objects.get().lifted_because == "preference centre"


def test_preference_centre_speaks_of_the_shop_as_it_is_called(stranger, willing):
    ShopSettings.objects.update(name="Kämmerer & <b>Söhne</b>")

    page = stranger.get(path_to(willing)).content.decode()

    assert "Kämmerer &amp; &lt;b&gt;Söhne&lt;/b&gt; may send me news" in page


def test_preference_centre_changes_nothing_for_a_colleague_and_says_so(as_staff, willing):
    path = path_to(willing)
    page = as_staff.get(path).text
    nonce = re.search(r'name="nonce" value="([^"]+)"', page)

    answer = as_staff.post(path, {"do": "topic", "nonce": nonce[1]})

    assert "You are signed in to the shop." in page
    assert (answer.status_code, stands(willing)) == (403, True)


def test_history_does_not_say_where_a_customer_came_from(stranger, willing):
    path = path_to(willing)

    stranger.post(path, ONE_CLICK)

    told = AuditEntry.objects.get(verb="consent.withdrawn")
    assert (told.actor_id, told.address) == (None, None)
