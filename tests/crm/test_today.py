"""Today: who is waited for, why, and one tap that does something about it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection

from crm.shop.models import AuditEntry, StoredFile, User
from crm.shop.permissions import Role
from customers import reason_cards, reasons
from customers.actions.interaction import Entry, log_interaction
from customers.actions.purchase import Line, Receipt, lines_of, record_purchase, row_of
from customers.models import Customer, DataImport, Interaction, Purchase, PurchaseLine, PutOff

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday morning
PHONE = "+441632960001"


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def buy(customer: Customer, *days_ago: int, price: str = "10") -> None:
    """What they bought, the last time first: all of it is counted with that one."""
    lines = [Line(product_name="Candle", quantity=Decimal(1), unit_price=Decimal(price))]
    last, *earlier = (
        Receipt(at=NOW - timedelta(days=days), lines=lines, currency="GBP") for days in days_ago
    )
    rows = Purchase.objects.bulk_create(row_of(receipt, customer.pk, by=None) for receipt in earlier)
    PurchaseLine.objects.bulk_create(line for row in rows for line in lines_of(row, lines))
    record_purchase(last, customer=customer, by=None)


@pytest.fixture
def overdue(anna: Customer) -> Customer:
    """Anna came every ten days, and has not been here for ninety."""
    buy(anna, *range(90, 290, 10))
    return anna


@pytest.fixture
def birthday(bert: Customer) -> Customer:
    Customer.objects.filter(pk=bert.pk).update(birth_day=26, birth_month=11, given_name="Bert")
    return bert


def page(client) -> str:
    return client.get("/today/").content.decode()


def page_on(client, person: User, moment: datetime, address: str = "/today/") -> str:
    """As somebody sees it who signs in then: no session lives that long."""
    with time_machine.travel(moment, tick=False):
        client.logout()
        client.force_login(person)
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_home_leads_to_today(as_staff):
    assert as_staff.get("/").headers["Location"] == "/today/"


def test_today_of_a_new_shop_leads_to_the_file_with_its_customers(client, mark, mira, vera):
    manager, staff, viewer = (page_on(client, person, NOW) for person in (mark, mira, vera))

    assert '<a class="btn btn-primary" href="/imports/">Import customers and sales</a>' in manager
    assert '<a class="btn btn-primary" href="/customers/new/">New customer</a>' in staff
    assert "No customers yet" in viewer
    assert "btn-primary" not in viewer


def test_today_is_empty_and_warm(as_staff, anna):
    shown = page(as_staff)

    assert "Good morning, Mira" in shown
    assert "Nobody is waiting for you" in shown


@pytest.mark.parametrize(
    ("hour", "words"), [(9, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening")]
)
def test_today_greets_by_the_time_of_the_shop(as_staff, hour, words):
    with time_machine.travel(NOW.replace(hour=hour), tick=False):
        assert f"Good {words}, Mira" in page(as_staff)


def test_today_says_who_is_away_longer_than_usual(as_staff, overdue):
    shown = page(as_staff)

    assert "Away longer than usual" in shown
    assert "Usually comes every 15 days, now away for 3 months." in shown
    assert "· 1</span></h2>" in shown
    assert f'href="tel:{PHONE}"' in shown


def test_today_leaves_out_who_came_since_or_is_away_for_too_long_or_came_once(as_staff, overdue, bert):
    log_interaction(overdue, Entry(kind="visit", at=NOW - timedelta(days=5)), by=None)
    buy(bert, 190)
    buy(Customer.objects.create(given_name="Cleo"), 400, 410)

    assert "Nobody is waiting" in page(as_staff)


@pytest.mark.parametrize("kind", ["overdue", "birthday", "unthanked"])
def test_who_is_not_to_be_disturbed_stands_on_no_list(as_staff, overdue, birthday, kind):
    Customer.objects.update(do_not_disturb_since=NOW)

    shown = page(as_staff) + as_staff.get(f"/customers/reasons/{kind}/").text

    assert "Away longer than usual" not in page(as_staff)
    assert "Usually comes every" not in shown
    assert "Has a birthday on Thursday 26 November." not in shown
    assert "tel:" not in shown


@pytest.mark.parametrize(
    ("today", "born", "words"),
    [
        ((2026, 11, 23), (23, 11), "Has a birthday today."),
        ((2026, 11, 23), (24, 11), "Has a birthday tomorrow."),
        ((2026, 11, 23), (29, 11), "Has a birthday on Sunday 29 November."),
        ((2026, 11, 23), (30, 11), ""),
        ((2026, 11, 23), (22, 11), ""),
        ((2026, 12, 29), (2, 1), "Has a birthday on Saturday 2 January."),
        ((2026, 12, 29), (30, 12), "Has a birthday tomorrow."),
        ((2027, 2, 24), (29, 2), "Has a birthday on Sunday 28 February."),
        ((2028, 2, 24), (29, 2), "Has a birthday on Tuesday 29 February."),
        ((2027, 2, 28), (29, 2), "Has a birthday today."),
        ((2027, 3, 1), (29, 2), ""),
    ],
)
def test_today_knows_birthdays_whatever_the_year(client, mira, anna, today, born, words):
    Customer.objects.filter(pk=anna.pk).update(birth_day=born[0], birth_month=born[1], birth_year=None)

    shown = page_on(client, mira, datetime(*today, 12, tzinfo=UTC))

    assert ("Birthdays this week" in shown) == bool(words)
    assert words in shown


def test_today_names_the_nearest_birthdays_first_over_new_year(mira, anna, bert):
    Customer.objects.filter(pk=anna.pk).update(birth_day=2, birth_month=1)
    Customer.objects.filter(pk=bert.pk).update(birth_day=30, birth_month=12)

    [section] = reason_cards.sections(mira, datetime(2026, 12, 29, 12, tzinfo=UTC))

    assert [card.customer.pk for card in section.cards] == [bert.pk, anna.pk]


def test_today_remembers_to_say_thank_you(as_staff, anna, bert):
    buy(anna, 3)
    buy(bert, 20)

    shown = page(as_staff)

    assert "Bought for the first time on Friday 20 November; no thank-you yet." in shown
    assert "+441632960002" not in shown


def test_thanked_is_logged_once_and_the_card_goes(as_staff, anna, mira):
    buy(anna, 3)

    for _tap in range(2):
        as_staff.post(f"/customers/{anna.pk}/reasons/unthanked/", {"do": "log"})

    line = Interaction.objects.get(kind="thank_you")
    assert (line.staff, line.direction, line.about) == (mira, "out", "today.unthanked:2026-11-23")
    assert AuditEntry.objects.filter(verb="interaction.logged", actor="Mira").count() == 1
    assert "not thanked yet" not in page(as_staff)


@pytest.mark.parametrize("what", ["log", "tomorrow", "week"])
@pytest.mark.parametrize("key", ["overdue", "birthday"])
def test_each_deed_takes_the_card_away_and_undo_brings_it_back(as_staff, overdue, birthday, key, what):
    who = overdue if key == "overdue" else birthday
    address = f"/customers/{who.pk}/reasons/{key}/"
    title = "Away longer than usual" if key == "overdue" else "Birthdays this week"

    done = as_staff.post(address, {"do": what}, follow=True).content.decode()
    undone = as_staff.post(address, {"do": "back"}, follow=True).content.decode()
    again = as_staff.post(address, {"do": "back"})

    assert title not in done
    assert f'action="{address}"' in done  # the way back
    assert title in undone
    assert again.status_code == 302
    assert Interaction.objects.standing().filter(about__startswith="today.").count() == 0


def test_what_was_put_off_comes_back_on_its_day(as_staff, mira, overdue):
    as_staff.post(f"/customers/{overdue.pk}/reasons/overdue/", {"do": "week"})
    as_staff.post(f"/customers/{overdue.pk}/reasons/overdue/", {"do": "week"})

    history = AuditEntry.objects.filter(verb="customer.put_off").values_list("actor", "fields")
    assert list(history) == [("Mira", ["overdue"])]
    assert str(PutOff.objects.get().until) == "2026-11-30"
    assert "Away longer" not in page_on(as_staff, mira, NOW + timedelta(days=6))
    assert "Away longer" in page_on(as_staff, mira, NOW + timedelta(days=7))


def test_a_deed_by_htmx_answers_with_the_line_and_its_undo(as_staff, overdue):
    address = f"/customers/{overdue.pk}/reasons/overdue/"

    done = as_staff.post(address, {"do": "log"}, headers={"HX-Request": "true"}).content.decode()
    back = as_staff.post(address, {"do": "back"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in done + back
    assert "Logged on the timeline." in done
    assert "Usually comes every 15 days" in back


def test_nobody_is_asked_to_ring_whoever_has_no_phone(as_staff, overdue):
    with_a_phone = page(as_staff)
    overdue.phones.all().delete()
    address = f"/customers/{overdue.pk}/reasons/overdue/"
    without = page(as_staff)
    as_staff.post(address, {"do": "log"})
    line = Interaction.objects.standing().get(about__startswith="today.")
    overdue.phones.create(number=PHONE, position=0)
    as_staff.post(address, {"do": "back"})

    assert ("Log a call" in with_a_phone, "Log a message" in with_a_phone) == (True, False)
    assert ("Log a call" in without, "Log a message" in without) == (False, True)
    assert (line.kind, line.text) == ("message", "Wrote because they had not been in for a while.")
    assert not Interaction.objects.standing().filter(about__startswith="today.").exists()


def test_viewers_see_today_and_do_nothing(client, vera, overdue):
    client.force_login(vera)

    shown = page(client)
    response = client.post(f"/customers/{overdue.pk}/reasons/overdue/", {"do": "log"})

    assert "Usually comes every" in shown
    assert "/reasons/overdue/" not in shown
    assert response.status_code == 403


def test_deeds_refuse_get_and_reasons_that_are_none(as_staff, anna):
    assert as_staff.get(f"/customers/{anna.pk}/reasons/overdue/").status_code == 405
    assert as_staff.post(f"/customers/{anna.pk}/reasons/boredom/").status_code == 404
    assert as_staff.post("/customers/99999/reasons/overdue/").status_code == 404
    assert as_staff.get("/customers/reasons/boredom/").status_code == 404


@pytest.fixture
def waiting_import(mark: User) -> DataImport:
    file = StoredFile.objects.create(name="till.csv", path="till.csv", size=1, sha256="x")
    return DataImport.objects.create(file=file, state="ready", created_by=mark)


def test_imports_that_wait_are_shown_to_those_who_may(client, mark, mira, waiting_import):
    client.force_login(mark)
    for_the_manager = page(client)
    client.force_login(mira)

    assert f"/imports/{waiting_import.pk}/" in for_the_manager
    assert "till.csv" not in page(client)


def test_a_section_shows_five_and_the_list_shows_all(as_staff, shop):
    people = [Customer.objects.create(given_name=f"C{number:03d}") for number in range(60)]
    for number, customer in enumerate(people):
        buy(customer, 2, price=str(100 + number))

    shown = page(as_staff)
    first = as_staff.get("/customers/reasons/unthanked/")
    second = as_staff.get("/customers/reasons/unthanked/", {"after": first.context["page"].next_cursor})

    assert shown.count('class="reason"') == 5
    assert "· 5+</span></h2>" in shown
    assert "C059" in shown  # the most valuable
    assert 'href="/customers/reasons/unthanked/"' in shown
    names = [card.name for answer in (first, second) for card in answer.context["cards"]]
    assert names == [customer.given_name for customer in reversed(people)]


def test_the_list_of_a_reason_begins_with_the_card_and_goes_on_in_its_order(
    as_staff, mira, shop, monkeypatch
):
    for number in range(60):  # the oldest is worth most; the newest are late since different days
        buy(
            Customer.objects.create(given_name=f"C{number}"),
            *range(84 + number, 290, 20),
            price=str(10 + number),
        )

    for looked_at in (200, 3):
        monkeypatch.setattr(reasons, "LOOKED_AT", looked_at)
        [card] = reason_cards.sections(mira, NOW)
        first = as_staff.get("/customers/reasons/overdue/")
        second = as_staff.get("/customers/reasons/overdue/", {"after": first.context["page"].next_cursor})

        listed = [card.name for answer in (first, second) for card in answer.context["cards"]]
        assert listed[: len(card.cards)] == [each.name for each in card.cards]
        assert len(listed) == len(set(listed)) == 60


def test_birthdays_of_one_day_keep_their_order(mira, anna, bert):
    Customer.objects.update(birth_day=24, birth_month=11)
    Customer.objects.filter(pk=anna.pk).update(source="moved to the end of the table")

    [section] = reason_cards.sections(mira, NOW)

    assert [card.customer.pk for card in section.cards] == [anna.pk, bert.pk]


@pytest.mark.parametrize("key", ["overdue", "birthday", "unthanked"])
@pytest.mark.parametrize("day", [(2026, 11, 23), (2026, 12, 29)])
def test_every_list_of_a_reason_opens(client, mira, overdue, birthday, key, day):
    assert "<h1" in page_on(client, mira, datetime(*day, 12, tzinfo=UTC), f"/customers/reasons/{key}/")


@pytest.mark.parametrize(("role", "queries"), [(Role.STAFF, 11), (Role.VIEWER, 8), (Role.OWNER, 12)])
@pytest.mark.parametrize("item_count", [1, 3])
def test_today_takes_few_queries(client, shop, django_assert_num_queries, role, queries, item_count):
    for number in range(item_count):
        buy(Customer.objects.create(birth_day=24, birth_month=11), 2)
        buy(Customer.objects.create(given_name=f"B{number}"), *range(90, 290, 10))
    client.force_login(User.objects.create_user("x@shop.example", name="X", role=role))
    client.get("/today/")

    with django_assert_num_queries(queries):
        client.get("/today/")


def crowd(size: int) -> None:
    """People of every kind, whom the planner has seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO customers_customer (given_name, family_name, preferred_name, company, sort_key,
                language, street, postcode, city, region, country, source, whereabouts, preferred_channel,
                relationship, custom, stage, version, is_demo, created_at, purchase_count, spend,
                visit_days, buying_days, last_purchase_at, last_seen_at, expected_next_on, overdue_on,
                birth_day, birth_month)
            SELECT 'A', 'B', '', '', 'b a', '', '', '', '', '', '', '', '', '', '', '{}', 'retention', 1,
                false, now(), 3, n, 3, 3, at, at, (at + interval '30 days')::date,
                (at + interval '90 days')::date, n %% 28 + 1, n %% 12 + 1
            FROM generate_series(1, %s) AS n,
                LATERAL (SELECT timestamptz '2026-11-23' - n %% 700 * interval '1 day' AS at) AS moment
            """,
            [size],
        )
        cursor.execute("ANALYZE customers_customer")


def test_today_stays_flat_however_many_there_are(mira, django_assert_max_num_queries):
    crowd(100_000)  # below this a walk through everybody is cheap, and the planner takes it

    with connection.cursor() as cursor, django_assert_max_num_queries(20) as asked:
        found = reason_cards.sections(mira, NOW)
    assert [section.has_more for section in found] == [True, True, True]
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if "customers_customer" not in query["sql"]:
                continue
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
            assert _most_rows(cursor.fetchone()[0][0]["Plan"]) <= 250


def _most_rows(plan) -> int:
    """The rows that any step of a plan reads, also those it throws away."""
    here = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    return max([here, *(_most_rows(part) for part in plan.get("Plans", []))])
