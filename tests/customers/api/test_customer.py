"""Customers, as programs find, add and change them."""

import pytest

from crm.shop.models import AuditEntry, Scope
from customers.actions.customer import edit_customer
from customers.models import Customer, CustomField, Revision, SearchWord

NORA = {
    "given_name": "Nora",
    "family_name": "Lane",
    "phones": ["01632 960123"],
    "emails": ["Nora@Example.org"],
    "birthday": "1980-03-14",
    "tags": ["Book club"],
    "country": "United Kingdom",
    "card_code": "C-1",
    "external_ids": [{"source": "web", "value": "77"}],
}


def test_a_customer_is_added_as_by_hand(till, shop):
    answer = till.post("/customers/", NORA)

    assert answer.status_code == 201
    nora = Customer.objects.get()
    assert (answer.headers["Location"], answer.headers["ETag"]) == (f"/api/v1/customers/{nora.pk}/", '"1"')
    shown = answer.json()
    assert (shown["phones"], shown["emails"]) == (["+441632960123"], ["nora@example.org"])
    assert (shown["birthday"], shown["country"], shown["tags"]) == ("1980-03-14", "GB", ["Book club"])
    assert shown["external_ids"] == [{"source": "web", "value": "77"}]
    assert nora.sort_key == "lane nora"
    assert SearchWord.objects.filter(customer=nora, word="77").exists()
    actors = set(AuditEntry.objects.exclude(verb="api_token.made").values_list("actor", "actor_id"))
    assert actors == {("api: Till", None)}


def test_a_phone_number_alone_is_enough(till, shop):
    assert till.post("/customers/", {"phones": ["01632 960123"]}).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phones": ["x"]}, "phones"),
        ({"phones": "01632 960123"}, "phones"),
        ({"emails": ["x"]}, "emails"),
        ({"birthday": "30.2.1980"}, "birthday"),
        ({"country": "Atlantis"}, "country"),
        ({"language": "xx"}, "language"),
        ({"given_name": 7}, "given_name"),
        ({"given_name": "x" * 81}, "given_name"),
        ({"custom": {"nope": 1}}, "custom.nope"),
        ({"custom": []}, "custom"),
        ({"is_demo": True}, "is_demo"),
        ({"external_ids": [{"source": "web"}]}, "external_ids.0.value"),
        ({"tags": ["a"] * 51}, "tags"),
    ],
)
def test_mistakes_are_named(till, shop, change, field):
    answer = till.post("/customers/", NORA | change)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Customer.objects.exists()


def test_nobody_is_not_a_customer(till, shop):
    assert till.post("/customers/", {"tags": ["x"]}).status_code == 400


def test_a_card_and_a_number_elsewhere_name_one_customer(till, shop):
    till.post("/customers/", NORA)

    assert till.post("/customers/", {"card_code": "C-1"}).json()["errors"] == {
        "card_code": ["Another customer has this card."]
    }
    twin = {"given_name": "Twin", "external_ids": NORA["external_ids"]}
    assert till.post("/customers/", twin).status_code == 409


def test_own_fields_are_typed_and_kept_apart(till, shop):
    CustomField.objects.create(key="boots", label="Boots", kind="number")
    CustomField.objects.create(key="member", label="Member", kind="yes_no")
    made = till.post("/customers/", NORA | {"custom": {"boots": 38, "member": True}})

    changed = till.patch(f"/customers/{made.json()['id']}/", {"custom": {"boots": None}}, If_Match='"1"')

    assert made.json()["custom"] == {"boots": "38", "member": True}
    assert changed.json()["custom"] == {"member": True}


def test_what_is_not_sent_stays(till, anna):
    answer = till.patch(f"/customers/{anna.pk}/", {"given_name": "Annie"}, If_Match='"1"')

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    shown = answer.json()
    assert (shown["given_name"], shown["family_name"], shown["version"]) == ("Annie", "Bell", 2)
    assert shown["phones"] == ["+441632960001"]
    assert Revision.objects.get().field == "given_name"


@pytest.mark.parametrize(
    ("header", "status"),
    [({}, 428), ({"If_Match": '"1"'}, 412), ({"If_Match": "2"}, 412), ({"If_Match": 'W/"2"'}, 412)],
)
def test_only_the_version_that_was_seen_is_changed(till, anna, mira, header, status):
    edit_customer(anna, {"given_name": "Annie"}, version=1, by=mira)

    answer = till.patch(f"/customers/{anna.pk}/", {"given_name": "Anne"}, **header)

    assert answer.status_code == status
    assert Customer.objects.get().given_name == "Annie"


def test_a_star_matches_whatever_is_there(till, anna):
    assert till.patch(f"/customers/{anna.pk}/", {"given_name": "A"}, If_Match="*").status_code == 200


def test_nobody_is_changed_into_nobody(till, bert):
    answer = till.patch(f"/customers/{bert.pk}/", {"phones": []}, If_Match='"1"')

    assert answer.status_code == 400
    assert bert.phones.exists()


@pytest.mark.parametrize(
    "address", ["/customers/999/", "/customers/999/interactions/", "/purchases/999/", "/x/"]
)
def test_what_is_not_there_is_not_found(till, shop, address):
    answer = till.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("phone=01632 960001", 1),
        ("phone=01632 960009", 0),
        ("email=ANNA@example.org", 1),
        ("card_code=C-1", 0),
        ("external_id=7", 0),
        ("phone=01632 960002&email=anna@example.org", 0),
        ("stage=attraction", 2),
        ("q=bell anna", 1),
        ("q=0001", 1),
        ("q=nobody", 0),
        ("stage=advocacy", 0),
        ("", 2),
    ],
)
def test_customers_are_looked_up(till, anna, bert, query, count):
    assert len(till.get(f"/customers/?{query}").json()["results"]) == count


@pytest.mark.parametrize("query", ["phone=x", "stage=nowhere", "nope=1"])
def test_a_filter_nobody_understands_does_not_answer_with_everybody(till, anna, query):
    assert till.get(f"/customers/?{query}").status_code == 400


@pytest.mark.parametrize("item_count", [1, 3])
def test_a_page_asks_as_often_whatever_its_length(till, program, item_count, django_assert_num_queries):
    for number in range(item_count):
        till.post("/customers/", {"given_name": f"N{number}", "phones": [f"01632 96000{number}"]})
    reader = program(Scope.READ)

    with django_assert_num_queries(8):
        assert len(reader.get("/customers/").json()["results"]) == item_count
