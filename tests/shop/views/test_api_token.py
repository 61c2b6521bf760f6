"""Keys for programs, made and taken back by the owner (S40)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from crm.shop.actions.api_token import make_token
from crm.shop.models import ApiToken, AuditEntry, Scope

KEY = re.compile(r"rgl_[a-z0-9]{8}_[A-Za-z0-9_-]{43}")
FORM = {"name": "Till", "scopes": ["read", "purchases"], "expires_on": ""}


def test_a_key_is_made_and_shown_once(proven, olga):
    client = proven(olga)

    shown = client.post("/settings/keys/new/", FORM).content.decode()

    [key] = KEY.findall(shown)
    assert f"<code>{settings.PUBLIC_URL}/api/v1/</code>" in shown
    token = ApiToken.objects.get()
    assert (token.name, token.scopes, token.prefix) == ("Till", ["purchases", "read"], key[:12])
    assert key not in client.get("/settings/keys/").content.decode()
    assert list(AuditEntry.objects.filter(verb__startswith="api_token").values_list("verb", "actor")) == [
        ("api_token.made", "Olga")
    ]


def test_the_key_itself_is_nowhere_in_the_book(proven, olga):
    client = proven(olga)

    [key] = KEY.findall(client.post("/settings/keys/new/", FORM).content.decode())

    secret = key[13:]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{secret}%"])
            assert cursor.fetchone() == (0,), table
    assert all(secret not in str(session.get_decoded()) for session in Session.objects.all())


def test_a_form_sent_twice_makes_one_key_and_shows_it_once(proven, olga):
    client = proven(olga)
    form = FORM | {"once": client.get("/settings/keys/new/").context["form"]["once"].value()}

    pages = [client.post("/settings/keys/new/", form).content.decode() for _again in range(2)]

    assert [len(KEY.findall(page)) for page in pages] == [1, 0]
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    "mistake", [{"name": ""}, {"scopes": []}, {"scopes": ["all"]}, {"expires_on": "2020-01-01"}]
)
def test_mistakes_come_back(proven, olga, mistake):
    assert proven(olga).post("/settings/keys/new/", FORM | mistake).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_key_lasts_to_the_end_of_its_day(proven, olga):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    proven(olga).post("/settings/keys/new/", FORM | {"expires_on": tomorrow})

    token = ApiToken.objects.get()
    assert token.is_usable
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=2), tick=False):
        assert not token.is_usable


def test_a_key_is_taken_back_and_the_trail_says_so(proven, olga):
    token, _key = make_token("Till", scopes=[Scope.READ], by=olga)
    client = proven(olga)

    for _again in range(2):
        client.post(f"/settings/keys/{token.pk}/revoke/")

    token.refresh_from_db()
    assert (token.is_usable, token.revoked_by) == (False, olga)
    assert AuditEntry.objects.filter(verb="api_token.revoked").count() == 1


def test_only_the_owner_and_only_with_the_password(browser, proven, olga, mark):
    assert browser(olga).post("/settings/keys/new/", FORM).status_code == 302
    assert proven(mark).get("/settings/keys/").status_code == 403
    assert not ApiToken.objects.exists()


def test_the_list_says_who_made_a_key_and_that_they_left(proven, olga, mark):
    make_token("Till", scopes=[Scope.READ], by=mark)
    mark.is_active = False
    mark.save()

    page = proven(olga).get("/settings/keys/").content.decode()

    assert "Mark" in page
    assert "badge-note" in page


def test_clearing_the_demo_takes_the_keys_along(olga, shop):
    from crm.shop.actions.opening import clear_demo_shop

    shop.is_demo = True
    shop.save()
    make_token("Till", scopes=[Scope.READ], by=olga)

    clear_demo_shop(by=olga)

    assert not ApiToken.objects.exists()


def test_old_answers_are_tidied_away_by_the_clock(shop):
    from crm.shop.models import IdempotencyKey
    from crm.shop.tasks import tidy_up

    token, _key = make_token("Till", scopes=[Scope.READ], by=None)
    for age in (23, 25):
        row = IdempotencyKey.objects.create(token=token, key=str(age), fingerprint="", status=200, answer="")
        IdempotencyKey.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(hours=age))

    tidy_up()

    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["23"]
