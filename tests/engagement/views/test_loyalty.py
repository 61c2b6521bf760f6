"""The pages of loyalty cards, climbed rung by rung."""

from decimal import Decimal

import pytest

from engagement.actions.loyalty import adjust_card
from engagement.models import LoyaltyCard, LoyaltyEntry, LoyaltyProgram, PublicLink, Voucher
from tests.engagement.loyalty import balance_of, buy, run_program

LIST, RULES = "/rewards/cards/", "/rewards/cards/rules/"
TYPED = {
    "is_on": "on",
    "kind": "stamps",
    "least_spend": "5",
    "points_for_one": "1",
    "full_at": "10",
    "worth": "5",
    "expires_after_days": "",
    "friend_gets": "",
    "advocate_gets": "3.50",
    "thanks_good_for": "30",
    "version": "1",
}


def page_of(response) -> str:
    return response.content.decode()


def put_on(customer, amount: int) -> str:
    """So much on their card; the address of its page."""
    run_program()
    adjust_card(customer, amount=amount, because="Paper card", by=None)
    return f"{LIST}{customer.pk}/"


@pytest.mark.parametrize("item_count", [1, 3])
def test_loyalty_list_shows_the_fullest_first_in_few_queries(
    as_staff, anna, bert, django_assert_num_queries, item_count
):
    from customers.actions.customer import create_customer

    run_program()
    people = [anna, bert, create_customer({"given_name": "Cleo"}, by=None)][:item_count]
    for number, each in enumerate(people, start=8):
        adjust_card(each, amount=number, because="x", by=None)
    as_staff.get(LIST)

    with django_assert_num_queries(7):
        page = page_of(as_staff.get(LIST))

    assert page.count("</strong></a>") == item_count
    assert page_of(as_staff.get(f"{LIST}?which=ready")).count("</strong></a>") == int(item_count == 3)


def test_loyalty_list_says_what_is_owed(as_staff, anna, bert):
    put_on(anna, 25), adjust_card(bert, amount=3, because="x", by=None)

    page = page_of(as_staff.get(LIST))

    assert "<dd>28</dd>" in page
    assert "<dd>£14.00</dd>" in page
    assert "<dd>£10.00</dd>" in page


def test_without_a_card_the_list_says_so(as_staff, shop):
    assert "There is no loyalty card" in page_of(as_staff.get(LIST))


def test_loyalty_rules_switch_the_card_on(client, olga):
    client.force_login(olga)

    assert client.post(RULES, TYPED).status_code == 302

    program = LoyaltyProgram.current()
    assert (program.is_on, program.least_spend, program.advocate_gets) == (True, 5, Decimal("3.50"))
    assert program.started_at is not None
    assert program.thanks_since is not None
    page = page_of(client.get(RULES))
    assert "A stamp for each purchase of at least £5.00." in page
    assert "10 stamps are worth £5.00." in page
    assert client.post(RULES, TYPED | {"version": "2"}).status_code == 302
    assert LoyaltyProgram.current().version == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"full_at": "0"},
        {"worth": ""},
        {"worth": "-1"},
        {"kind": "beans"},
        {"expires_after_days": "0"},
        {"points_for_one": "99999999999"},
        {"friend_gets": "a lot"},
    ],
)
def test_loyalty_rules_of_nonsense_come_back(client, olga, wrong):
    client.force_login(olga)

    assert client.post(RULES, TYPED | wrong).status_code == 422
    assert not LoyaltyProgram.current().is_on


def test_loyalty_rules_that_a_colleague_changed_come_back_with_theirs(client, olga):
    client.force_login(olga)
    client.post(RULES, TYPED)

    late = client.post(RULES, TYPED | {"worth": "7"})

    assert late.status_code == 409
    assert LoyaltyProgram.current().worth == 5
    assert 'name="version" value="2"' in page_of(late)
    assert client.post(RULES, TYPED | {"worth": "7", "version": "2"}).status_code == 302


def test_stamps_do_not_become_points_while_somebody_has_any(client, olga, anna):
    client.force_login(olga)
    put_on(anna, 1)

    refused = client.post(RULES, TYPED | {"kind": "points", "version": "2"})

    assert refused.status_code == 422
    assert LoyaltyProgram.current().kind == "stamps"


def test_loyalty_card_tells_every_movement(as_staff, anna, mira):
    address = put_on(anna, 7)
    purchase = buy(anna)
    from engagement.actions.loyalty_settling import settle_cards

    settle_cards()

    page = page_of(as_staff.get(address))

    assert "8 stamps" in page
    assert f"/purchases/{purchase.pk}/" in page
    assert "Paper card" in page


def test_loyalty_card_of_somebody_without_one_is_empty(as_staff, anna):
    assert "Nothing yet." in page_of(as_staff.get(f"{LIST}{anna.pk}/"))
    assert not LoyaltyCard.objects.exists()


@pytest.mark.parametrize(("takes", "vouchers"), [("off", 0), ("voucher", 1)])
def test_loyalty_spend_takes_it_once(as_staff, anna, mira, takes, vouchers):
    address = put_on(anna, 13)
    assert "worth £5.00" in page_of(as_staff.get(f"{address}spend/"))

    for _twice in range(2):
        response = as_staff.post(f"{address}spend/", {"amount": "10", "takes": takes, "once": "a"})

    assert response.status_code == 302
    assert (balance_of(anna), Voucher.objects.count()) == (3, vouchers)
    assert LoyaltyEntry.objects.get(kind="spent").by == mira


@pytest.mark.parametrize("amount", ["", "0", "-10", "5", "20", "x", "9" * 30])
def test_loyalty_spend_of_nonsense_comes_back(as_staff, anna, amount):
    address = put_on(anna, 13)

    response = as_staff.post(f"{address}spend/", {"amount": amount, "takes": "off"})

    assert response.status_code == 422
    assert balance_of(anna) == 13


def test_loyalty_adjust_needs_a_reason_and_stays_above_nothing(as_staff, anna):
    address = put_on(anna, 3)

    wrong = [
        {"amount": "1", "because": ""},
        {"amount": "0", "because": "x"},
        {"amount": "-4", "because": "x"},
    ]
    assert [as_staff.post(f"{address}adjust/", each).status_code for each in wrong] == [422] * 3
    for _twice in range(2):
        as_staff.post(f"{address}adjust/", {"amount": "-2", "because": "Counted wrong", "once": "b"})

    assert balance_of(anna) == 1
    assert "Counted wrong" in page_of(as_staff.get(address))


def test_loyalty_share_makes_a_link_that_the_till_scans(as_staff, anna):
    address = put_on(anna, 3)
    as_staff.post(f"{address}share/"), as_staff.post(f"{address}share/")
    assert PublicLink.objects.count() == 1
    page = page_of(as_staff.get(address))
    link = page.split('id="share-link" readonly value="')[1].split('"')[0]

    scanned = as_staff.post("/rewards/till/", {"code": link})
    token_only = as_staff.post("/rewards/till/", {"code": link.rstrip("/").rpartition("/")[2]})

    assert (scanned.status_code, scanned.url) == (302, address)
    assert token_only.status_code == 302
    as_staff.post(f"{address}share/", {"anew": "1"})
    assert as_staff.post("/rewards/till/", {"code": link}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_every_deed_is_whole_by_itself(as_staff, anna):
    """Each in a transaction of its own, as in the shop."""
    address = put_on(anna, 10)

    deeds = {
        "share/": {},
        "spend/": {"amount": "10", "takes": "voucher"},
        "adjust/": {"amount": "1", "because": "x"},
    }
    answers = [as_staff.post(f"{address}{page}", fields).status_code for page, fields in deeds.items()]

    assert answers == [302, 302, 302]
    assert balance_of(anna) == 1


@pytest.mark.parametrize("page", ["", "spend/", "adjust/", "share/"])
def test_the_card_of_nobody_is_hidden(as_staff, shop, page):
    method = as_staff.get if page == "" else as_staff.post
    assert method(f"{LIST}999/{page}").status_code == 404


@pytest.mark.parametrize("page", ["adjust/", "share/"])
def test_looking_is_refused_where_there_is_nothing_to_see(as_staff, anna, page):
    assert as_staff.get(f"{LIST}{anna.pk}/{page}").status_code == 405


@pytest.mark.parametrize("page", ["spend/", "adjust/", "share/"])
def test_viewers_take_nothing(client, vera, anna, page):
    client.force_login(vera)

    assert client.get(f"{LIST}{anna.pk}/").status_code == 200
    assert client.post(f"{LIST}{anna.pk}/{page}").status_code == 403


def test_only_the_owner_changes_the_rules(client, mark):
    client.force_login(mark)

    assert client.post(RULES, TYPED).status_code == 403
