"""The pages of who sent whom."""

from decimal import Decimal

import pytest

from customers.actions.customer import create_customer
from customers.actions.referral import make_referral_code, record_referral
from customers.models import Customer, Referral, ReferralCode
from tests.engagement.loyalty import buy, run_program

LIST = "/rewards/referrals/"


@pytest.fixture
def cleo(shop) -> Customer:
    return create_customer({"given_name": "Cleo"}, by=None)


def page_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_referral_list_takes_few_queries(as_staff, anna, item_count, django_assert_num_queries):
    for number in range(item_count):
        friend = create_customer({"given_name": f"Friend{number}"}, by=None)
        record_referral(friend, advocate=anna, way="counter", by=None)
    as_staff.get(LIST)

    with django_assert_num_queries(7):
        page = page_of(as_staff.get(LIST))

    assert page.count("</strong></a>") == item_count


def test_referral_list_narrows_to_who_has_bought(as_staff, anna, bert, cleo):
    run_program(friend_gets=Decimal(5))
    record_referral(cleo, advocate=anna, way="code", by=None)
    record_referral(bert, advocate=anna, way="counter", by=None), buy(bert)

    counts = {
        asked: page_of(as_staff.get(f"{LIST}?{asked}")).count("</strong></a>")
        for asked in (
            "",
            "which=bought",
            "which=waits",
            f"advocate={anna.pk}",
            f"advocate={cleo.pk}",
            "which=x",
        )
    }

    assert list(counts.values()) == [2, 1, 1, 2, 0, 2]
    assert "Whoever was sent gets £5.00" in page_of(as_staff.get(LIST))


def test_referral_record_writes_it_down(as_staff, anna, cleo, mira):
    address = f"{LIST}new/{cleo.pk}/"
    assert as_staff.get(address).status_code == 200

    for _twice in range(2):
        response = as_staff.post(address, {"advocate": "Anna Bell"})

    assert (response.status_code, response.url) == (302, f"/customers/{cleo.pk}/")
    assert Referral.objects.values_list("advocate", "friend", "by").get() == (anna.pk, cleo.pk, mira.pk)
    assert "Already written down" in page_of(as_staff.get(address))


@pytest.mark.parametrize("typed", ["", "Nobody Here", "Cleo"])
def test_referral_record_of_nonsense_comes_back(as_staff, cleo, typed):
    assert as_staff.post(f"{LIST}new/{cleo.pk}/", {"advocate": typed}).status_code == 422
    assert not Referral.objects.exists()


def test_referral_withdraw_needs_a_reason(as_staff, anna, cleo):
    referral = record_referral(cleo, advocate=anna, way="counter", by=None)
    address = f"{LIST}{referral.pk}/withdraw/"

    assert as_staff.get(address).status_code == 200
    assert as_staff.post(address, {"because": ""}).status_code == 422
    assert as_staff.post(address, {"because": "Somebody else"}).status_code == 302

    assert not Referral.objects.standing().exists()
    assert "Nobody was sent yet" in page_of(as_staff.get(LIST))


def test_referral_share_makes_the_link_once(as_staff, anna):
    address = f"{LIST}share/{anna.pk}/"
    assert "has no link yet" in page_of(as_staff.get(address))
    assert not ReferralCode.objects.exists()

    for _twice in range(2):
        as_staff.post(address)

    code = ReferralCode.objects.get().code
    assert f"/friend/{code[:4]}-{code[4:]}/" in page_of(as_staff.get(address))


@pytest.mark.parametrize("page", ["new/999/", "999/withdraw/", "share/999/"])
def test_what_is_not_there_is_hidden(as_staff, shop, page):
    assert as_staff.post(f"{LIST}{page}", {"because": "x"}).status_code == 404


@pytest.mark.parametrize("page", ["new/{}/", "{}/withdraw/", "share/{}/"])
def test_viewers_write_nothing(client, vera, cleo, page):
    client.force_login(vera)

    assert client.get(LIST).status_code == 200
    assert client.post(f"{LIST}{page.format(cleo.pk)}").status_code == 403


def test_a_friend_s_code_finds_who_it_belongs_to(as_staff, anna, cleo):
    code = make_referral_code(anna, by=None).code

    as_staff.post(f"{LIST}new/{cleo.pk}/", {"advocate": f"{code[:4]} {code[4:]}".lower()})

    assert Referral.objects.get().way == "code"
