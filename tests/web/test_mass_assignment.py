"""Nobody writes more than a form offers: every form, with the name of every column beside it (S06)."""

import re
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from crm.web.short_codes import CODE
from customers.actions.interaction import Entry, log_interaction
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.segment import save_segment
from customers.models import Customer
from tests.conftest import PASSWORD
from tests.customers.api.test_mass_assignment import NAMES
from tests.web.forms_of import Form, Forms
from tests.web.walk import every_page, sign_in_a_moment_ago, view_of

MORE = {
    "is_staff",
    "is_superuser",
    "role",
    "shop",
    "owner",
    "created_by",
    "id",
    "pk",
    "token",
    "scopes",
    "by",
}
OTHER = PASSWORD[::-1]
# What somebody types, where the form as it comes would be refused or change nothing.
TYPED = {
    "account_change_password": {"oldpassword": PASSWORD}
    | dict.fromkeys(["password1", "password2"], PASSWORD[::-1]),
    "customers:consent_record": {"wording": "May we write to you?"},
    "customers:customer_add": {"given_name": "New"},
    "customers:customer_edit": {"city": "Hull"},
    "customers:custom_field_list": {"label": "Size", "kind": "text"},
    "customers:interaction_edit": {"text": "Other words"},
    "customers:interaction_log": {"text": "Came in"},
    "customers:purchase_edit": {"line-0-unit_price": "8"},
    "customers:purchase_record": {"line-0-product_name": "Card", "line-0-unit_price": "2"},
    "customers:purchase_refund": {"back-1": "1"},
    "customers:segment_add": {"name": "Regulars"},
    "customers:segment_edit": {"name": "Gone for long"},
    "shop:api_token_make": {"name": "Till", "scopes": "read"},
    "shop:location_edit": {"name": "Low Street"},
    "shop:settings": {"name": "The Other Shop"},
    "shop:staff_edit": {"name": "Olga the Second"},
}
# A new line has no version: the field is read and left alone, and only a number is no mistake.
ALSO_READ = {"customers:interaction_log": {"version"}}
PAGES = (
    "/",
    "/me/",
    "/customers/?stage=retention",
    "/customers/change/?list=&who=all&kind=add_tag&tag=choir",
)
PASSING = {"django_session", "usersessions_usersession", "shop_cache", "shop_signinbucket"}
# Secrets are made anew each time.
AT_RANDOM = re.compile(rf"[A-Za-z0-9+/=_$-]{{16,}}|rgl_[a-z0-9]{{8}}|\b{CODE.pattern}\b")
# The test client's own way has a part for each field, and is read for as long as all the rest takes.
AS_BROWSERS_SEND_IT = "application/x-www-form-urlencoded"
Book = dict[str, list[str]]


class Outcome(NamedTuple):
    """What a form was answered, and what stood in the book afterwards."""

    status: int
    book: Book


class TakeBackError(Exception):
    """Nothing of it shall stay."""


def book(since: int) -> Book:
    """What was written since then, without what is made at random, and how many rows each table has."""
    found: Book = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_everything(), {"since": since})
        for table, row in cursor.fetchall():
            found[table].append(AT_RANDOM.sub("…", row))
    return {table: sorted(rows) for table, rows in found.items()}


@cache
def _everything() -> str:
    """One question, because it is asked hundreds of times."""
    tables = sorted(set(connection.introspection.table_names()) - PASSING)
    rows = "SELECT '{0}', t::text FROM \"{0}\" AS t WHERE xmin::text::bigint > %(since)s"
    counts = "SELECT 'how many', '{0} ' || count(*) FROM \"{0}\""
    return " UNION ALL ".join(part.format(table) for table in tables for part in (rows, counts))


def now_in_the_book() -> int:
    """The number PostgreSQL gives to what is written here; what is written later has a higher one."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS bookmark (at int) ON COMMIT DROP")
        cursor.execute("INSERT INTO bookmark VALUES (0) RETURNING xmin::text::bigint")
        return int(cursor.fetchone()[0])


def next_number() -> int:
    """One that no table has used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_value) + 1 FROM pg_sequences")
        return int(cursor.fetchone()[0])


def try_out(client: Client, form: Form, number: int, more: dict[str, str]) -> Outcome:
    """What a form would do; nothing is done. New rows begin with this number, each time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(oid, %s) FROM pg_class WHERE relkind = 'S'", [number])
    cookies, outcome = client.cookies.copy(), Outcome(0, {})
    try:
        with transaction.atomic():
            since = now_in_the_book()
            with transaction.atomic():
                sent = urlencode(form.values | more, doseq=True)
                answer = client.post(form.action, sent, content_type=AS_BROWSERS_SEND_IT)
                outcome = Outcome(answer.status_code, book(since))
            raise TakeBackError
    except TakeBackError:
        client.cookies = cookies
    return outcome


def forms_of_the_house(client: Client, *first: str) -> dict[str, Form]:
    """One of each: by the view it goes to, and by what its button does."""
    found: dict[str, Form] = {}
    for path, answer in every_page(client, *first):
        for form in Forms(answer.content.decode()).forms():
            form.action = form.action or urlsplit(path).path
            view = view_of(form.action)
            form.values |= {name: [value] for name, value in TYPED.get(view, {}).items()}
            found.setdefault(" ".join([view, *form.values.get("do", [])]), form)
    return found


@pytest.fixture
def lived_in(anna, bert, counter, mira) -> Customer:
    now = timezone.now()
    for kind in ("call", "note"):
        log_interaction(anna, Entry(kind=kind, at=now - timedelta(days=1), text="x"), by=mira)
    vase = [Line(product_name="Vase", quantity=Decimal(2), unit_price=Decimal(9))]
    record_purchase(Receipt(at=now - timedelta(days=2), lines=vase, currency="GBP"), customer=anna, by=mira)
    save_segment("Lapsed", query="stage=lapsed", is_shared=False, by=mira)
    return anna


@pytest.mark.parametrize(("who", "least"), [("olga", 30), ("mira", 20)])
def test_no_form_writes_more_than_it_offers(client, request, olga, lived_in, who, least):
    with time_machine.travel(timezone.now(), tick=False):
        person = sign_in_a_moment_ago(client, request.getfixturevalue(who))
        forms = forms_of_the_house(person, *PAGES, f"/customers/{lived_in.pk}/")
        before, number = book(now_in_the_book()), next_number()
        writing, wrong = [], []
        for name, form in forms.items():
            smuggled = set(NAMES) - form.offered - ALSO_READ.get(view_of(form.action), set())
            honest = try_out(person, form, number, {})
            writing += [name] if honest.book != before else []
            # Whatever is read of these is written, or refused: both shows.
            more = {column: "owner" if column == "role" else "1" for column in smuggled}
            wrong += [name] if try_out(person, form, number, more) != honest else []

    assert wrong == []
    # The others were refused or had nothing to do: these say that the test is about something.
    assert len(writing) >= least, writing
