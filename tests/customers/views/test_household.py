import pytest
from django.urls import reverse

from crm.shop.models import AuditEntry
from customers.actions.customer import create_customer, edit_customer
from customers.models import BuysFor, Customer


def url(name, *args):
    return reverse(f"customers:{name}", args=args)


@pytest.fixture
def lily(shop):
    return create_customer({"given_name": "Lily", "family_name": "Bell"}, by=None)


def test_household_brings_people_together_once(as_staff, anna, lily):
    for _time in range(2):
        answer = as_staff.post(url("household_join", anna.pk), {"home-person": "Lily Bell"})
        assert answer["Location"] == url("household", anna.pk)

    assert {str(each.household) for each in Customer.objects.all()} == {"Anna Bell & Lily Bell"}
    page = as_staff.get(url("customer_detail", lily.pk)).content.decode()
    assert f'lives with <a href="{url("customer_detail", anna.pk)}">Anna Bell</a>' in page


def test_household_shares_one_address_and_lets_go(as_staff, anna, lily):
    edit_customer(anna, {"street": "1 High Street", "city": "Hull"}, version=1, by=None)
    as_staff.post(url("household_join", anna.pk), {"home-person": "Lily Bell"})

    offer, shown = "All of them live at 1 High Street", as_staff.get(url("household", anna.pk)).text
    assert offer in shown
    assert "<strong>Anna Bell</strong> <span" in shown  # she lives there too

    as_staff.post(url("household_share_address", anna.pk))
    assert offer not in as_staff.get(url("household", anna.pk)).text
    lily.refresh_from_db()
    assert (lily.street, lily.city) == ("1 High Street", "Hull")

    for _time in range(2):
        as_staff.post(url("household_leave", anna.pk, lily.pk))
    lily.refresh_from_db()
    assert lily.household is None


def test_buys_for_stands_on_both_pages_with_its_note(as_staff, anna, lily):
    for note in ("daughter", "daughter, size 34"):
        as_staff.post(url("buys_for_note", anna.pk), {"gift-person": "Lily Bell", "gift-note": note})

    row = BuysFor.objects.get()
    assert row.note == "daughter, size 34"
    assert "daughter, size 34" in as_staff.get(url("customer_detail", anna.pk)).content.decode()
    assert "buys for them" in as_staff.get(url("customer_detail", lily.pk)).content.decode()
    for _time in range(2):
        as_staff.post(url("buys_for_forget", anna.pk, row.pk))
    assert not BuysFor.objects.exists()
    verbs = AuditEntry.objects.filter(verb__startswith="buys_for").values_list("verb", flat=True)
    assert sorted(verbs) == ["buys_for.forgotten", "buys_for.noted", "buys_for.noted"]


@pytest.mark.parametrize(
    ("door", "field"), [("household_join", "home-person"), ("buys_for_note", "gift-person")]
)
def test_household_asks_again_when_nobody_or_oneself_is_meant(as_staff, anna, door, field):
    for typed in ("Anna Bell", "Nobody at all", ""):
        assert as_staff.post(url(door, anna.pk), {field: typed}).status_code == 422


def test_household_is_changed_by_whoever_may_change_customers(client, vera, anna, lily):
    client.force_login(vera)

    assert client.get(url("household", anna.pk)).status_code == 200
    assert client.get(url("household", anna.pk + 99)).status_code == 404
    for door in ("household_join", "household_share_address", "buys_for_note"):
        assert client.post(url(door, anna.pk)).status_code == 403
        assert client.get(url(door, anna.pk)).status_code == 403
    assert client.post(url("household_leave", anna.pk, lily.pk)).status_code == 403


def test_whoever_types_another_name_after_choosing_means_the_name(as_staff, anna, lily):
    wrong = {"home-person": "Anna", "home-person-offered-for": "Anna", "home-person-chosen": anna.pk}
    again = as_staff.post(url("household_join", anna.pk), wrong)
    assert again.status_code == 422
    assert 'name="home-person-offered-for" value="Anna"' in again.text

    as_staff.post(url("household_join", anna.pk), wrong | {"home-person": "Lily Bell"})

    assert {str(each.household) for each in Customer.objects.all()} == {"Anna Bell & Lily Bell"}


def test_whoever_may_be_meant_is_shown_with_the_phone_as_people_here_write_it(as_staff, anna, shop):
    for given, number in (("Lily", "+441632960301"), ("Lily", "+31201234567")):
        create_customer({"given_name": given, "family_name": "Bell", "phones": [number]}, by=None)

    page = as_staff.post(url("household_join", anna.pk), {"home-person": "Lily Bell"}).content.decode()

    assert ("01632 960301" in page, "+44 1632 960301" in page) == (True, False)
    assert "+31 20 123 4567" in page
