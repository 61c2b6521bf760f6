"""Sales of a till: once each, whoever tells them how often."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crm.shop.models import AuditEntry, Scope
from customers.actions.customer import create_customer
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Customer, Interaction, Purchase, PurchaseLine, SearchWord

SALE = {
    "external_id": "R-1",
    "at": "2026-06-01T10:00:00+01:00",
    "customer": {"phone": "01632 960001"},
    "lines": [
        {"product_name": "Tea towel", "quantity": "2", "unit_price": "9.50", "discount": "1"},
        {"product_name": "Candle", "unit_price": 4.25, "category": "Home"},
    ],
    "total": "22.25",
}


def batch_of(count: int, **more: object) -> dict:
    return {"purchases": [SALE | {"external_id": f"R-{number}"} | more for number in range(count)]}


def test_a_sale_is_written_like_one_by_hand(till, anna):
    answer = till.post("/purchases/", SALE)

    assert answer.status_code == 201
    purchase = Purchase.objects.get()
    assert answer.headers["Location"] == f"/api/v1/purchases/{purchase.pk}/"
    assert (purchase.customer, purchase.total, purchase.source) == (anna, Decimal("22.25"), "Till")
    line = Interaction.objects.get(kind="purchase")
    assert (line.customer, line.text) == (anna, "2 items: Tea towel, Candle")
    anna.refresh_from_db()
    assert (anna.purchase_count, anna.spend) == (1, Decimal("22.25"))
    entry = AuditEntry.objects.get(verb="purchase.recorded")
    assert (entry.actor, entry.actor_id, entry.about) == (
        "api: Till",
        None,
        f"customers.purchase:{purchase.pk}",
    )


def test_a_sale_told_twice_is_the_first_one(till, anna):
    first, again = till.post("/purchases/", SALE), till.post("/purchases/", SALE)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Purchase.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"total": None, "lines": [{"unit_price": "1"}]},
        {"at": "2026-06-01T11:00:00+01:00"},
        {"is_refund": True},
        {"customer": {"phone": "01632 960002"}},
    ],
)
def test_the_same_number_with_other_content_is_a_conflict(till, anna, bert, other):
    till.post("/purchases/", SALE)

    answer = till.post("/purchases/", SALE | other)

    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == ["external_id"]
    assert Purchase.objects.count() == 1


def test_two_sources_may_use_the_same_number(till, anna):
    statuses = [till.post("/purchases/", SALE | {"source": name}).status_code for name in ("a", "b")]

    assert statuses == [201, 201]


def test_a_stranger_is_refused_unless_they_are_to_be_made(till, shop):
    stranger = SALE | {"customer": {"phone": "01632 960777", "card_code": "C-7"}}

    assert till.post("/purchases/", stranger).json()["errors"] == {
        "customer": ["We do not know this customer."]
    }
    answer = till.post("/purchases/", stranger | {"create_missing": True})

    assert answer.status_code == 201
    made = Customer.objects.get()
    assert (made.pk, made.card_code) == (answer.json()["customer"], "C-7")
    assert [phone.number for phone in made.phones.all()] == ["+441632960777"]
    assert SearchWord.objects.filter(customer=made).exists()
    entry = AuditEntry.objects.get(verb="customer.created")
    assert (entry.about, entry.fields) == (f"customers.customer:{made.pk}", ["card_code", "phones"])


def test_people_who_share_a_phone_are_not_guessed_between(till, anna):
    create_customer({"given_name": "Ben", "phones": ["+441632960001"]}, by=None)

    answer = till.post("/purchases/", SALE)

    assert answer.json()["errors"] == {"customer": ["Several customers share this address or number."]}


@pytest.mark.parametrize(
    "name", [{"card_code": "C-1"}, {"email": "ANNA@example.org"}, {"external_id": "77"}, {"id": None}]
)
def test_a_customer_is_known_by_any_of_their_names(till, anna, name):
    Customer.objects.filter(pk=anna.pk).update(card_code="C-1")
    anna.external_ids.create(source="Till", value="77")
    name = {"id": anna.pk} if "id" in name else name

    assert till.post("/purchases/", SALE | {"customer": name}).json()["customer"] == anna.pk


def test_a_walk_in_needs_no_customer(till, shop):
    sale = {"lines": [{"unit_price": "3"}]}

    answer = till.post("/purchases/", sale)

    assert (answer.status_code, answer.json()["customer"], answer.json()["total"]) == (201, None, "3.00")


def test_a_refund_counts_below_zero_and_belongs_to_its_purchase(till, anna):
    sale = till.post("/purchases/", SALE).json()
    back = {
        "external_id": "R-2",
        "is_refund": True,
        "refund_of": "R-1",
        "customer": SALE["customer"],
        "lines": [{"product_name": "Tea towel", "quantity": "1", "unit_price": "9.50", "discount": "0.50"}],
    }

    answer = till.post("/purchases/", back)

    assert answer.status_code == 201, answer.content
    assert (answer.json()["total"], answer.json()["refund_of"]) == ("-9.00", sale["id"])
    again = back | {"external_id": "R-3", "lines": [back["lines"][0] | {"quantity": "2"}]}
    assert till.post("/purchases/", again).json()["errors"] == {
        "refund_of": ["More would come back than was bought."]
    }
    anna.refresh_from_db()
    assert anna.spend == Decimal("13.25")


def test_what_is_answered_at_once_is_what_is_read_later(till, shop):
    back = {"is_refund": True, "lines": [{"product_name": "Candle", "unit_price": "4.25"}]}

    answer = till.post("/purchases/", back)

    told = answer.json()
    assert (told["lines"][0]["discount"], told["lines"][0]["quantity"]) == ("0.00", "-1")
    assert till.get(f"/purchases/{told['id']}/").json() == told


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"unit_price": "-1"}]}, "lines.0.unit_price"),
        ({"lines": [{"unit_price": "x"}]}, "lines.0.unit_price"),
        ({"lines": [{"unit_price": True}]}, "lines.0.unit_price"),
        ({"lines": [{"unit_price": "1", "quantity": "0"}]}, "lines.0.quantity"),
        ({"lines": [{"unit_price": "1", "discount": "2"}]}, "lines.0.discount"),
        ({"lines": [{"unit_price": "1", "total": "1"}]}, "lines.0.total"),
        ({"lines": "x"}, "lines"),
        ({"total": "1"}, "total"),
        ({"at": "tomorrow"}, "at"),
        ({"at": "2099-01-01T00:00:00Z"}, "at"),
        ({"currency": "XXY"}, "currency"),
        ({"channel": "fax"}, "channel"),
        ({"location": "Nowhere"}, "location"),
        ({"source": "manual"}, "source"),
        ({"staff": 1}, "staff"),
        ({"is_refund": "yes"}, "is_refund"),
        ({"customer": {"name": "Anna"}}, "customer.name"),
        ({"customer": "Anna"}, "customer"),
        ({"refund_of": "R-0"}, "refund_of"),
        ({"external_id": "x" * 121}, "external_id"),
        ({"external_id": "\ud800"}, "external_id"),
    ],
)
def test_mistakes_are_named(till, anna, change, field):
    answer = till.post("/purchases/", SALE | change)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Purchase.objects.exists()


def test_a_batch_has_one_result_for_each(till, anna):
    till.post("/purchases/", SALE | {"external_id": "R-0"})
    sales = batch_of(2)["purchases"]
    sales += [
        sales[1],
        sales[1] | {"total": None, "lines": [{"unit_price": "1"}]},
        {"lines": [{"unit_price": "x"}]},
        "nonsense",
        SALE | {"external_id": "R-9", "customer": {"phone": "01632 960777"}},
        {"external_id": "R-8", "is_refund": True, "refund_of": "R-1", "lines": [SALE["lines"][1]]},
    ]

    answer = till.post("/purchases/batch/", {"purchases": sales})

    assert answer.status_code == 200
    told = answer.json()
    assert [result["status"] for result in told["results"]] == [200, 201, 200, 409, 400, 400, 400, 201]
    assert (told["created"], told["known"], told["refused"]) == (2, 2, 4)
    assert told["results"][1]["id"] == told["results"][2]["id"]
    assert told["results"][4]["errors"] == {"lines.0.unit_price": ["This is not an amount."]}
    assert told["results"][6]["errors"] == {"customer": ["We do not know this customer."]}
    assert Purchase.objects.get(external_id="R-8").refund_of.external_id == "R-1"


@pytest.mark.parametrize("told", ["one by one", "at once"])
def test_what_is_told_is_written_like_what_is_recorded_by_hand(till, anna, bert, counter, told):
    people = [("01632 960001", anna), ("01632 960002", bert), (None, None)]
    at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    lines = [
        Line("Tea towel", Decimal(2), Decimal("9.50"), discount=Decimal(1)),
        Line("Candle", Decimal(1), Decimal("4.25"), category="Home"),
    ]
    sales = []
    for number, (phone, customer) in enumerate(people):
        receipt = Receipt(at, "GBP", lines, source="hand", external_id=f"R-{number}", location=counter)
        record_purchase(receipt, customer=customer, by=None)
        who = {"phone": phone} if phone else None
        sale = {"source": "till", "external_id": f"R-{number}", "location": "high street", "customer": who}
        sales.append(SALE | sale)

    if told == "at once":
        till.post("/purchases/batch/", {"purchases": sales})
    else:
        for sale in sales:
            till.post("/purchases/", sale)

    assert len(picture("hand")) == 3
    assert picture("till") == picture("hand")
    anna.refresh_from_db()
    assert (anna.purchase_count, anna.spend, anna.last_seen_at) == (2, Decimal("44.50"), at)


def picture(source: str) -> list[tuple]:
    """Everything a source has left, without the numbers of its rows."""
    rows = []
    for purchase in Purchase.objects.filter(source=source).order_by("external_id"):
        lines = PurchaseLine.objects.filter(purchase=purchase)
        timeline = Interaction.objects.filter(about=f"customers.purchase:{purchase.pk}")
        rows.append(
            (
                purchase.external_id,
                purchase.at,
                purchase.total,
                purchase.currency,
                purchase.location_id,
                purchase.is_refund,
                [phone.number for phone in purchase.customer.phones.all()] if purchase.customer else None,
                list(lines.values_list("position", "product_name", "quantity", "unit_price", "discount")),
                list(timeline.values_list("kind", "at", "text", "channel", "location_id", "staff_id")),
            )
        )
    return rows


def test_a_batch_leaves_one_entry_in_the_trail(till, anna):
    till.post("/purchases/batch/", batch_of(3))

    [entry] = AuditEntry.objects.filter(verb__startswith="purchase.")
    assert (entry.verb, entry.actor) == ("purchase.told", "api: Till")
    assert entry.counts == {"purchases": 3, "lines": 6, "customers": 1}
    anna.refresh_from_db()
    assert anna.purchase_count == 3


@pytest.mark.parametrize("count", [1, 50])
def test_a_batch_asks_as_often_whatever_its_size(till, anna, count, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        till.post("/purchases/batch/", batch_of(count))

    assert Purchase.objects.count() == count


@pytest.mark.parametrize(
    ("body", "status"),
    [({"purchases": []}, 400), ({}, 400), ([], 400), (batch_of(501), 413), (batch_of(1) | {"x": 1}, 400)],
)
def test_a_batch_has_its_limits(till, anna, body, status):
    assert till.post("/purchases/batch/", body).status_code == status
    assert not Purchase.objects.exists()


def test_purchases_are_read_in_pages(till, program, anna):
    till.post("/purchases/batch/", batch_of(5))
    reader = program(Scope.READ)

    first = reader.get("/purchases/?size=3").json()
    second = reader.get(f"/purchases/?size=3&after={first['next']}").json()

    numbers = [purchase["external_id"] for page in (first, second) for purchase in page["results"]]
    assert sorted(numbers) == [f"R-{n}" for n in range(5)]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("external_id=R-1", 1),
        ("source=Till", 2),
        ("source=web", 0),
        ("since=2026-06-02", 0),
        ("before=2026-06-02", 2),
        ("customer=999", 0),
    ],
)
def test_purchases_are_narrowed(till, anna, query, count):
    till.post("/purchases/batch/", batch_of(2))

    assert len(till.get(f"/purchases/?{query}").json()["results"]) == count


@pytest.mark.parametrize(
    "query", ["size=101", "size=0", "size=x", "custmer=1", "customer=x", "since=x", "token=1"]
)
def test_what_nobody_understands_is_no_narrowing(till, query):
    assert till.get(f"/purchases/?{query}").status_code == 400
