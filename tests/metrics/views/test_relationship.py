"""Top relationships, and judging one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crm.shop.models import AuditEntry
from customers.models import Customer
from engagement.actions.follow_up import Promise, make_follow_up
from metrics.actions.relationship_review import review_relationship
from metrics.models import Closeness, RelationshipReview
from tests.metrics.worth import counted, foreseen, said_of

PAGE = "/figures/top-relationships/"
TYPED = {"level": "commitment", "note": "Ask him to the tasting", "once": "k1"}


def test_top_relationships_say_how_close_and_what_is_next(client, mark, anna, bert):
    counted()
    foreseen()
    said_of(anna, "900")
    said_of(bert, "400")
    review_relationship(anna, Closeness.COURTING, by=mark)
    RelationshipReview.objects.update(reviewed_at=timezone.now() - timedelta(days=100))
    review_relationship(bert, Closeness.COURTING, by=mark)
    review_relationship(bert, Closeness.COMMITMENT, by=mark)
    promise = Promise("Show the new wool", date(2027, 1, 5), owner=mark)
    make_follow_up(anna, promise, by=mark)
    client.force_login(mark)

    page = client.get(PAGE).content.decode()

    assert page.index(str(anna)) < page.index(str(bert))
    assert "Show the new wool, 5 Jan" in page
    assert (page.count("Courting"), page.count("Commitment"), page.count("due again")) == (1, 1, 1)


@pytest.mark.parametrize("item_count", [1, 3])
def test_top_relationships_ask_as_much_for_few_as_for_many(
    client, mark, item_count, django_assert_num_queries
):
    counted()
    foreseen()
    for number in range(item_count):
        person = Customer.objects.create(given_name=f"Nr {number}")
        said_of(person, "10")
        review_relationship(person, Closeness.CONTRACT, by=mark)
    client.force_login(mark)
    client.get(PAGE)

    with django_assert_num_queries(9):
        assert client.get(PAGE).status_code == 200


def test_relationship_review_keeps_what_is_thought_once_with_its_history(client, mark, bert):
    client.force_login(mark)

    for _ in range(2):
        client.post(f"{PAGE}{bert.pk}/", TYPED)

    kept = list(RelationshipReview.objects.values_list("customer", "level", "note", "reviewed_by"))
    assert kept == [(bert.pk, "commitment", "Ask him to the tasting", mark.pk)]
    assert list(AuditEntry.objects.filter(verb="relationship.reviewed").values_list("about")) == [
        (f"customers.customer:{bert.pk}",)
    ]
    assert "Ask him to the tasting" in client.get(f"{PAGE}{bert.pk}/").content.decode()


@pytest.mark.parametrize("wrong", [{"level": ""}, {"level": "married"}, {"note": "x" * 301}])
def test_relationship_review_refuses_what_is_no_level(client, mark, bert, wrong):
    client.force_login(mark)

    assert client.post(f"{PAGE}{bert.pk}/", TYPED | wrong).status_code == 422
    assert not RelationshipReview.objects.exists()


def test_relationship_review_of_nobody_is_not_found(client, mark):
    client.force_login(mark)

    assert client.post(f"{PAGE}999/", TYPED).status_code == 404


@pytest.mark.parametrize("person", ["mira", "vera"])
def test_relationship_review_is_for_those_who_lead(client, request, person, bert):
    client.force_login(request.getfixturevalue(person))

    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{bert.pk}/", TYPED).status_code == 403
