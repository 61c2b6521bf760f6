import pytest

from crm.shop.models import Job
from customers.actions.customer import create_customer
from customers.actions.duplicate import judge_duplicate, merge_exact
from customers.actions.duplicate_jobs import look_when_stale
from customers.actions.duplicate_search import find_duplicates
from customers.actions.merge import merge_customers
from customers.actions.merge_undo import undo_merge
from customers.models import Customer, Duplicate, Merge


def add(given="", family="", **details):
    return create_customer({"given_name": given, "family_name": family, **details}, by=None)


@pytest.fixture
def pairs(anna):
    """Anna three times, and Bert who has her phone."""
    add("Anna", "Bell", phones=["+441632960001"])
    add("Ana", "Bell", emails=["ANNA@example.org".lower()])
    add("Bert", "Bell", phones=["+441632960001"])
    find_duplicates()
    return list(Duplicate.objects.strongest_first().select_related("first", "second"))


def test_find_duplicates_ranks_by_evidence(pairs):
    told = [(str(pair.first), str(pair.second), pair.reasons) for pair in pairs]

    assert told == [
        ("Anna Bell", "Ana Bell", ["email", "near_name"]),
        ("Anna Bell", "Anna Bell", ["phone", "same_name"]),
        ("Anna Bell", "Bert Bell", ["phone", "other_first_name"]),
        ("Anna Bell", "Bert Bell", ["phone", "other_first_name"]),
    ]


def test_find_duplicates_sees_names_side_by_side_with_one_postcode(shop):
    add("Katherine", "Smithson", postcode="HU1 1AA")
    add("Katharine", "Smithson", postcode="hu11aa")
    add("Tom", "Young", postcode="HU1 1AA")

    assert find_duplicates() == 1
    assert Duplicate.objects.get().reasons == ["near_name", "postcode"]


def test_find_duplicates_says_nothing_of_a_number_that_a_crowd_has(shop):
    for number in range(14):
        add(f"Person{number}", "", phones=["+441632960009"])

    assert find_duplicates() == 0


def test_find_duplicates_twice_keeps_pairs_and_forgets_what_is_over(pairs, anna):
    find_duplicates()
    assert {pair.pk for pair in pairs} == set(Duplicate.objects.values_list("pk", flat=True))

    anna.phones.all().delete()
    find_duplicates()
    assert Duplicate.objects.filter(first=anna).count() == 1


def test_judged_pairs_are_not_asked_about_again(pairs, mark):
    for _time in range(2):
        judge_duplicate(pairs[0], verdict="different", by=mark)
    find_duplicates()

    assert Duplicate.objects.open().count() == 3
    assert Duplicate.objects.get(pk=pairs[0].pk).judged_by == mark


def test_one_household_is_written_down(pairs, mark):
    judge_duplicate(pairs[2], verdict="household", by=mark)

    names = {Customer.objects.get(pk=pk).household.name for pk in (pairs[2].first_id, pairs[2].second_id)}
    assert names == {"Anna Bell & Bert Bell"}


def test_merge_exact_puts_together_who_is_the_same_without_doubt(pairs, mark):
    assert (merge_exact(by=mark), merge_exact(by=mark)) == (1, 0)
    assert Merge.objects.get().by == mark
    assert Customer.objects.count() == 3


def test_a_merge_keeps_what_was_judged_and_an_undo_gives_it_back(pairs, anna, mark):
    bert = pairs[2].second
    again = pairs[1].second
    judged = Duplicate.objects.get(first=again, second=bert)
    judge_duplicate(judged, verdict="different", by=mark)

    merge = merge_customers(anna, again, choices={}, by=mark)
    assert Duplicate.objects.get(first=anna, second=bert).verdict == "different"
    undo_merge(merge, by=mark)
    assert Duplicate.objects.get(first=anna, second=bert).verdict == ""
    assert Duplicate.objects.get(first=again, second=bert).verdict == "different"


def test_look_when_stale_looks_once_a_day(shop):
    assert look_when_stale() is not None
    assert look_when_stale() is None
    assert Job.objects.filter(kind="customers.find_duplicates").count() == 1
