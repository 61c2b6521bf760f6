"""How often to be in touch with a tag or with everybody: what the owner says for many at once."""

import pytest

from crm.shop.models import AuditEntry
from crm.shop.naming import names_of
from customers.models import Tag
from engagement.models import Cadence
from tests.web.walk import sign_in_a_moment_ago

PAGE = "/follow-ups/cadences/"


@pytest.fixture
def as_owner(client, olga):
    return sign_in_a_moment_ago(client, olga)


@pytest.fixture
def walkers(db) -> Tag:
    return Tag.objects.create(name="Walkers", folded_name="walkers")


@pytest.fixture
def monthly(walkers, olga) -> Cadence:
    return Cadence.objects.create(tag=walkers, every_days=28, set_by=olga)


def set_days() -> dict[str, int]:
    return {str(cadence.tag or "shop"): cadence.every_days for cadence in Cadence.objects.all()}


def trail() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(verb__startswith="cadence.").values_list("verb", "about"))


def test_it_is_said_for_a_tag_and_for_the_shop_once(as_owner, walkers, olga):
    for _turn in range(2):
        assert as_owner.post(PAGE, {"tag": walkers.pk, "weeks": "4"}).url == PAGE
        assert as_owner.post(PAGE, {"tag": "", "weeks": "13"}).url == PAGE

    assert set_days() == {"Walkers": 28, "shop": 91}
    about_tag = f"customers.tag:{walkers.pk}"
    assert sorted(trail()) == [("cadence.set", about_tag), ("cadence.set", "shop.shopsettings:1")]
    assert names_of([about_tag]) == {about_tag: "Walkers"}
    page = as_owner.get(PAGE).text
    assert page.index("every ~13 weeks") < page.index("every ~4 weeks")


def test_one_is_changed_from_what_stands(as_owner, monthly):
    page = as_owner.get(PAGE, {"of": monthly.tag_id})
    opened = page.context["form"].initial

    as_owner.post(PAGE, opened | {"weeks": opened["weeks"] + 2})

    assert set_days() == {"Walkers": 42}


def test_the_second_of_two_is_told_and_loses_nothing(as_owner, monthly):
    typed = {"tag": monthly.tag_id, "weeks": "6", "seen": f"{monthly.tag_id}:7"}

    answer = as_owner.post(PAGE, typed)

    assert (answer.status_code, set_days()) == (409, {"Walkers": 28})
    assert "every ~4 weeks" in answer.text.partition("Somebody else has changed this")[2]
    form = answer.context["form"]
    as_owner.post(PAGE, {name: form[name].value() for name in form.fields})
    assert set_days() == {"Walkers": 42}


def test_one_that_was_removed_meanwhile_is_told(as_owner, walkers):
    answer = as_owner.post(PAGE, {"tag": walkers.pk, "weeks": "6", "seen": f"{walkers.pk}:28"})

    assert (answer.status_code, "nothing is set" in answer.text) == (409, True)


def test_one_is_removed_once(as_owner, monthly):
    for _turn in range(2):
        assert as_owner.post(f"{PAGE}{monthly.pk}/remove/").url == PAGE

    assert set_days() == {}
    assert trail() == [("cadence.removed", f"customers.tag:{monthly.tag_id}")]


def test_what_is_said_for_one_customer_is_not_removed_here(as_owner, anna):
    own = Cadence.objects.create(customer=anna, every_days=7)

    as_owner.post(f"{PAGE}{own.pk}/remove/")

    assert Cadence.objects.get() == own


@pytest.mark.parametrize(
    "typed",
    [{"weeks": "0"}, {"weeks": "143"}, {"weeks": "often"}, {"weeks": "4", "tag": "0"}, {"weeks": ""}],
)
def test_a_cadence_that_is_none_comes_back(as_owner, typed):
    answer = as_owner.post(PAGE, typed)

    assert (answer.status_code, Cadence.objects.count()) == (422, 0)


@pytest.mark.parametrize("seen", ["nonsense", "shop:often", "1:2:3,,", ":"])
def test_a_page_that_says_nonsense_has_seen_nothing(as_owner, seen):
    Cadence.objects.create(every_days=7)

    assert as_owner.post(PAGE, {"weeks": "4", "seen": seen}).status_code == 409


def test_only_whoever_may_change_the_settings(client, mark, monthly):
    client.force_login(mark)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"weeks": "4"}).status_code == 403
    assert client.post(f"{PAGE}{monthly.pk}/remove/").status_code == 403
    assert PAGE not in client.get("/follow-ups/").text
    assert set_days() == {"Walkers": 28}


def test_nothing_is_removed_by_looking(as_owner, monthly):
    assert as_owner.get(f"{PAGE}{monthly.pk}/remove/").status_code == 405


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_much_for_many(as_owner, item_count, olga, django_assert_num_queries):
    for number in range(item_count):
        tag = Tag.objects.create(name=f"T{number}", folded_name=f"t{number}")
        Cadence.objects.create(tag=tag, every_days=7, set_by=olga)
    as_owner.get(PAGE)

    with django_assert_num_queries(5):
        as_owner.get(PAGE)


@pytest.mark.parametrize("page", ["/follow-ups/", "/settings/"])
def test_the_owner_finds_the_page(as_owner, page):
    assert f'href="{PAGE}"' in as_owner.get(page).text
