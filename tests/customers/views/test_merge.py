import pytest
from django.urls import reverse

from customers.actions.customer import create_customer, edit_customer
from customers.actions.merge import merge_customers
from customers.models import Customer, Interaction, Merge


@pytest.fixture
def as_mark(client, mark):
    client.force_login(mark)
    return client


@pytest.fixture
def anna_again(shop):
    details = {"given_name": "Ann", "family_name": "Bell", "city": "Hull", "phones": ["+441632960001"]}
    return create_customer(details, by=None)


def compare_url(kept, gone):
    return reverse("customers:merge_compare", args=[kept.pk, gone.pk])


def test_merge_pick_finds_the_other_one_by_name(as_mark, anna, bert, anna_again):
    address = reverse("customers:merge_pick", args=[anna.pk])

    assert as_mark.get(address).status_code == 200
    assert as_mark.post(address, {"other": "01632 960002"})["Location"] == compare_url(anna, bert)
    assert as_mark.post(address, {"other": "x", "other-chosen": anna.pk}).status_code == 422


def test_merge_compare_asks_about_what_differs(as_mark, anna, anna_again):
    page = as_mark.get(compare_url(anna, anna_again)).content.decode()

    assert 'name="given_name" value="kept" checked' in page
    assert 'name="address" value="gone" checked' in page
    assert 'name="family_name"' not in page


def test_merge_compare_says_a_birthday_as_people_say_it(as_mark, anna, anna_again):
    edit_customer(
        anna, {"birth_day": 29, "birth_month": 2, "birth_year": 1984}, version=anna.version, by=None
    )
    edit_customer(anna_again, {"birth_day": 28, "birth_month": 2}, version=anna_again.version, by=None)

    page = as_mark.get(compare_url(anna, anna_again)).content.decode()

    assert "29 February 1984" in page
    assert ">28 February<" in page


def test_merge_compare_makes_one_of_two_once(as_mark, anna, anna_again):
    address, choices = compare_url(anna, anna_again), {"given_name": "gone", "versions": "1-1"}

    first, second = (as_mark.post(address, choices) for _time in range(2))

    merge = Merge.objects.get()
    assert first["Location"] == second["Location"] == reverse("customers:merge_detail", args=[merge.pk])
    anna.refresh_from_db()
    assert (anna.given_name, anna.city) == ("Ann", "Hull")


def test_merge_compare_with_a_wrong_choice_is_a_form_again(as_mark, anna, anna_again):
    answer = as_mark.post(compare_url(anna, anna_again), {"given_name": "nobody", "versions": "1-1"})

    assert answer.status_code == 422
    assert Customer.objects.count() == 2


def test_merge_compare_shows_an_edit_that_came_between(as_mark, anna, anna_again):
    edit_customer(anna, {"city": "York"}, version=1, by=None)

    answer = as_mark.post(compare_url(anna, anna_again), {"given_name": "gone", "versions": "1-1"})

    assert answer.status_code == 409
    assert "York" in answer.content.decode()
    assert 'name="given_name" value="gone" checked' in answer.content.decode()


def test_merge_pages_are_for_whoever_may_put_together(as_staff, anna, bert):
    merge = merge_customers(anna, bert, choices={}, by=None)

    for name, *args in (("merge_pick", anna.pk), ("merge_list",), ("merge_detail", merge.pk)):
        assert as_staff.get(reverse(f"customers:{name}", args=args)).status_code == 403
    assert as_staff.post(reverse("customers:merge_undo", args=[merge.pk])).status_code == 403


def test_merge_compare_of_nobody_is_not_found(as_mark, anna):
    for other in (anna.pk, anna.pk + 99):
        assert as_mark.get(reverse("customers:merge_compare", args=[anna.pk, other])).status_code == 404


def test_merge_undo_makes_two_again(as_mark, anna, anna_again):
    merge = merge_customers(anna, anna_again, choices={}, by=None)
    detail = reverse("customers:merge_detail", args=[merge.pk])
    undo = reverse("customers:merge_undo", args=[merge.pk])

    assert "Ann Bell" in as_mark.get(detail).content.decode()
    assert as_mark.get(undo).status_code == 405
    answers = [as_mark.post(undo, follow=True) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "<strong>Ann Bell</strong> became part of" in as_mark.get(detail).content.decode()
    assert Customer.objects.count() == 2
    listed = as_mark.get(reverse("customers:merge_list")).content.decode()
    assert "Taken apart again" in listed
    assert "with Ann Bell" in listed


def test_the_old_address_leads_to_the_one_who_was_kept(as_mark, anna, bert):
    merge = merge_customers(anna, bert, choices={}, by=None)
    old = reverse("customers:customer_detail", args=[bert.pk])

    assert as_mark.get(f"{old}?show=notes").headers["Location"] == f"/customers/{anna.pk}/?show=notes"
    as_mark.post(f"{old}log/", {"kind": "note", "text": "Hello", "once": "a"}, follow=True)

    assert Interaction.objects.get(kind="note").customer == anna
    as_mark.post(reverse("customers:merge_undo", args=[merge.pk]))
    assert as_mark.get(old).status_code == 200


@pytest.mark.parametrize("item_count", [1, 3])
def test_merge_list_asks_the_same_number_of_questions(as_mark, anna, item_count, django_assert_num_queries):
    for number in range(item_count):
        other = create_customer({"given_name": f"Zoe {number}"}, by=None)
        merge_customers(anna, other, choices={}, by=None)

    with django_assert_num_queries(13):
        shown = as_mark.get(reverse("customers:merge_list"))

    assert "with Zoe 0" in shown.content.decode()
