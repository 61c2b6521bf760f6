import pytest
from django.urls import reverse
from django.utils import timezone

from crm.shop.models import Job
from customers.actions.customer import create_customer
from customers.actions.duplicate_search import find_duplicates
from customers.models import Duplicate

LIST = reverse("customers:duplicate_list")


@pytest.fixture
def as_mark(client, mark):
    client.force_login(mark)
    return client


@pytest.fixture
def pair(anna):
    create_customer({"given_name": "Anna", "family_name": "Bell", "phones": ["+441632960001"]}, by=None)
    find_duplicates()
    return Duplicate.objects.get()


def test_duplicate_list_says_what_speaks_for_one_person(as_mark, pair):
    page = as_mark.get(LIST).content.decode()

    assert "same phone · same name" in page
    assert reverse("customers:merge_compare", args=[pair.first_id, pair.second_id]) in page
    assert "pair has the same full name" in " ".join(page.split()).replace("<strong>1</strong> ", "")


def test_nobody_twice_is_only_said_after_comparing(as_mark):
    before = as_mark.get(LIST).text
    as_mark.post(reverse("customers:duplicate_look"))
    meanwhile = as_mark.get(LIST).text
    Job.objects.update(state="done", finished_at=timezone.now())
    after = as_mark.get(LIST).text

    assert "Nobody was compared yet" in before
    assert "Everybody is being compared just now." in meanwhile
    assert "Nobody stands here twice" in after
    assert "Nobody stands here twice" not in before + meanwhile


def test_duplicate_judge_is_remembered(as_mark, pair):
    judge = reverse("customers:duplicate_judge", args=[pair.pk])

    assert as_mark.post(judge, {"verdict": "twins"}).status_code == 400
    for _time in range(2):
        assert as_mark.post(judge, {"verdict": "different"})["Location"] == LIST
    assert as_mark.get(judge).status_code == 405
    assert as_mark.post(reverse("customers:duplicate_judge", args=[pair.pk + 9])).status_code == 404
    assert not Duplicate.objects.open().exists()


@pytest.mark.parametrize("door", ["duplicate_look", "duplicate_merge_exact"])
def test_what_takes_long_is_done_in_the_background_once(as_mark, pair, door):
    for _time in range(2):
        as_mark.post(reverse(f"customers:{door}"))

    assert Job.objects.count() == 1


def test_duplicates_are_for_whoever_may_put_together(as_staff, pair):
    assert as_staff.get(LIST).status_code == 403
    for door in ("duplicate_look", "duplicate_merge_exact"):
        assert as_staff.post(reverse(f"customers:{door}")).status_code == 403


@pytest.mark.parametrize("item_count", [1, 3])
def test_duplicate_list_asks_the_same_number_of_questions(
    as_mark, pair, item_count, django_assert_num_queries
):
    for number in range(item_count - 1):
        ways = {"emails": [f"zoe{number}@example.org"]}
        for _time in range(2):
            create_customer({"given_name": "Zoe", "family_name": f"Ray{number}", **ways}, by=None)
    find_duplicates()

    with django_assert_num_queries(20):
        as_mark.get(LIST)
