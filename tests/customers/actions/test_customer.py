"""Adding and changing customers."""

import pytest

from crm.shop.models import AuditEntry
from customers.actions.customer import (
    NothingToGoBy,
    create_customer,
    edit_customer,
    set_do_not_disturb,
)
from customers.models import Customer, Revision
from customers.stale import SomebodyWasFaster


def test_create_customer_needs_only_a_phone_number(shop, mira):
    customer = create_customer({"phones": ["+441632960111"]}, by=mira)

    assert [phone.number for phone in customer.phones.all()] == ["+441632960111"]
    assert customer.display_name == f"Customer {customer.pk}"


def test_create_customer_without_anything_is_refused(shop, mira):
    with pytest.raises(NothingToGoBy):
        create_customer({"city": "Leeds"}, by=mira)

    assert Customer.objects.count() == 0


def test_create_customer_leaves_names_of_fields_and_no_values(shop, mira):
    customer = create_customer({"given_name": "Zoë", "family_name": "Ødegård"}, by=mira)

    entry = AuditEntry.objects.get(verb="customer.created")
    assert entry.fields == ["family_name", "given_name"]
    assert (entry.actor, entry.about) == ("Mira", f"customers.customer:{customer.pk}")
    assert customer.sort_key == "odegard zoe"


def test_edit_customer_twice_changes_once(anna, mira):
    edit_customer(anna, {"city": "York"}, version=1, by=mira)
    edit_customer(anna, {"city": "York"}, version=1, by=mira)

    assert list(Revision.objects.values_list("field", "before", "after")) == [("city", "", "York")]
    assert Customer.objects.get().version == 2


def test_edit_customer_keeps_what_a_colleague_wrote_in_another_field(anna, mira, otto):
    edit_customer(anna, {"city": "York", "street": ""}, version=1, by=mira)

    edit_customer(anna, {"city": "", "street": "1 Mill Lane"}, version=1, by=otto)

    anna.refresh_from_db()
    assert (anna.city, anna.street) == ("York", "1 Mill Lane")


def test_edit_customer_refuses_when_both_changed_the_same_field(anna, mira, otto):
    edit_customer(anna, {"city": "York"}, version=1, by=mira)

    with pytest.raises(SomebodyWasFaster) as faster:
        edit_customer(anna, {"city": "Hull"}, version=1, by=otto)

    assert faster.value.fields == {"city"}
    anna.refresh_from_db()
    assert anna.city == "York"


def test_edit_customer_replaces_lists_and_remembers_the_old(anna, mira):
    edit_customer(anna, {"phones": ["+441632960009"], "tags": ["Book club", "book CLUB"]}, version=1, by=mira)

    assert [tag.name for tag in anna.tags.all()] == ["book CLUB"]
    moves = dict(Revision.objects.filter(field="phones").values_list("field", "before"))
    assert moves == {"phones": ["+441632960001"]}


def test_set_do_not_disturb_twice_leaves_one_line_of_history(anna, mira):
    set_do_not_disturb(anna, quiet=True, by=mira)
    set_do_not_disturb(anna, quiet=True, by=mira)

    assert AuditEntry.objects.filter(verb="customer.quietened").count() == 1
    anna.refresh_from_db()
    assert anna.do_not_disturb_since is not None


def test_household_is_found_by_its_name(anna, mira):
    edit_customer(anna, {"household": "The Bells"}, version=1, by=mira)
    other = create_customer({"given_name": "Tom", "household": "the bells"}, by=mira)

    anna.refresh_from_db()
    assert anna.household == other.household
    assert Revision.objects.get(field="household").after == "The Bells"
