"""Words are kept with whatever changes a customer, and are then what they would be from scratch."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.actions.customer import create_customer, edit_customer
from customers.actions.search_word import write_search_words
from customers.models import Customer, ExternalId, SearchWord

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
ANSWERS = st.fixed_dictionaries(
    {"family_name": TEXT},
    optional={
        "given_name": TEXT,
        "company": TEXT,
        "phones": st.lists(st.from_regex(r"\A\+[1-9][0-9]{6,13}\Z"), max_size=3),
        "emails": st.lists(st.from_regex(r"\A[a-z.]{1,8}@[a-z]{1,8}\.example\Z"), max_size=2),
        "card_code": st.one_of(st.none(), st.from_regex(r"\A[A-Z0-9-]{1,9}\Z")),
    },
)


def kept() -> set[tuple[int, str, str]]:
    return set(SearchWord.objects.values_list("customer_id", "kind", "word"))


def words_of_customer(customer: Customer) -> set[str]:
    return set(customer.search_words.values_list("word", flat=True))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=4))
def test_words_after_any_edits_are_the_words_from_scratch(shop, edits):
    customer = create_customer({"family_name": "Bell"}, by=None)
    for answers in edits:
        customer.refresh_from_db()
        edit_customer(customer, answers, version=customer.version, by=None)

    after_edits = kept()
    SearchWord.objects.all().delete()
    write_search_words(None)

    assert kept() == after_edits
    Customer.objects.all().delete()


def test_write_search_words_writes_only_what_differs(anna, bert, django_assert_num_queries):
    before = dict(SearchWord.objects.values_list("word", "pk"))

    with django_assert_num_queries(1):
        write_search_words([anna.pk, bert.pk])

    assert dict(SearchWord.objects.values_list("word", "pk")) == before


def test_a_number_of_another_system_becomes_a_word(anna):
    ExternalId.objects.create(customer=anna, source="till", value="K-77")

    write_search_words([anna.pk])

    assert {"k", "77", "k77"} <= words_of_customer(anna)


def test_an_old_phone_number_finds_nobody_any_more(anna):
    edit_customer(anna, {"phones": ["+441632960999"]}, version=1, by=None)

    words = words_of_customer(anna)
    assert ("0001" in words, "0999" in words) == (False, True)


@pytest.mark.parametrize("name", ["ﷺ" * 80, "a-" * 40])
def test_the_strangest_name_has_words_that_fit(shop, name):
    customer = create_customer({"given_name": name}, by=None)

    assert max(map(len, words_of_customer(customer))) <= 254
