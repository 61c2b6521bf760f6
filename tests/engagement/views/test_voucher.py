"""The pages of vouchers, climbed rung by rung."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from crm.shop.models import SignInBucket
from crm.web.short_codes import grouped
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.actions.referral import make_referral_code
from engagement.actions.voucher import Worth, cancel_voucher, issue_voucher
from engagement.actions.voucher_redemption import redeem_voucher
from engagement.models import PublicLink, Voucher

LIST, NEW, TILL = "/rewards/vouchers/", "/rewards/vouchers/new/", "/rewards/till/"
SOON = (date.today() + timedelta(days=30)).isoformat()
ANSWERS = {"amount": "5", "reason": "surprise", "expires_on": SOON, "once": "a"}


@pytest.fixture
def voucher(anna) -> Voucher:
    return issue_voucher(Worth(Decimal(5)), customer=anna, reason="birthday", by=None)


def page_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_voucher_list_shows_them_in_few_queries(as_staff, anna, bert, item_count, django_assert_num_queries):
    for number in range(item_count):
        issue_voucher(Worth(Decimal(5)), customer=[anna, bert][number % 2], reason="other", by=None)
    as_staff.get(LIST)

    with django_assert_num_queries(6):
        page = page_of(as_staff.get(LIST))

    assert page.count("£5.00</strong>") == item_count
    assert f"£{5 * item_count}.00</dd>" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 4),
        ("state=open", 1),
        ("state=used", 1),
        ("state=expired", 1),
        ("state=cancelled", 1),
        ("reason=birthday", 1),
        ("reason=remedy", 0),
        ("state=nonsense&reason=x&customer=y", 4),
    ],
)
def test_voucher_list_narrows_to_what_is_asked(as_staff, anna, voucher, mira, asked, found):
    used, off = (issue_voucher(Worth(percent=9), customer=None, reason="other", by=None) for _each in "ab")
    redeem_voucher(used.code, by=mira), cancel_voucher(off, because="x", by=mira)
    yesterday = date.today() - timedelta(days=1)
    issue_voucher(Worth(percent=9), customer=None, reason="other", expires_on=yesterday, by=None)

    assert page_of(as_staff.get(f"{LIST}?{asked}")).count("</strong></a>") == found


def test_voucher_list_of_one_customer(as_staff, anna, bert, voucher):
    assert "£5.00</strong>" in page_of(as_staff.get(f"{LIST}?customer={anna.pk}"))
    assert "£5.00</strong>" not in page_of(as_staff.get(f"{LIST}?customer={bert.pk}"))


def test_a_viewer_sees_vouchers_and_no_code(client, vera, voucher):
    client.force_login(vera)

    for address in (LIST, f"{LIST}{voucher.pk}/"):
        page = page_of(client.get(address))
        assert "£5.00" in page
        assert grouped(voucher.code) not in page
        assert voucher.code not in page


def test_voucher_issue_makes_one_for_whom_is_named(as_staff, anna, mira):
    response = as_staff.post(NEW, ANSWERS | {"customer": "Anna"})

    voucher = Voucher.objects.get()
    assert (response.status_code, response.url) == (302, f"{LIST}{voucher.pk}/")
    assert (voucher.customer, voucher.amount, voucher.issued_by) == (anna, 5, mira)


def test_voucher_issue_asks_which_of_several_is_meant(as_staff, anna):
    from customers.actions.customer import create_customer

    other = create_customer({"given_name": "Anna", "family_name": "Moss"}, by=None)
    asked = as_staff.post(NEW, ANSWERS | {"customer": "Anna"})
    assert asked.status_code == 422
    assert "Anna Moss" in page_of(asked)

    as_staff.post(NEW, ANSWERS | {"customer": "Anna", "customer-chosen": str(other.pk)})

    assert Voucher.objects.get().customer == other


def test_voucher_issue_from_a_customer_s_page_knows_whom(as_staff, anna):
    page = page_of(as_staff.get(f"{NEW}?customer={anna.pk}"))

    assert f'name="customer-chosen" value="{anna.pk}" checked' in page
    as_staff.post(NEW, ANSWERS | {"customer": "Anna Bell", "customer-chosen": anna.pk})
    assert Voucher.objects.get().customer == anna


def test_voucher_issue_twice_with_one_form_is_one(as_staff, shop):
    for _twice in range(2):
        as_staff.post(NEW, ANSWERS)

    assert Voucher.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": ""},
        {"percent": "10"},
        {"amount": "", "percent": "101"},
        {"amount": "-1"},
        {"amount": "0.001"},
        {"amount": "1000000"},
        {"amount": "five"},
        {"expires_on": "2020-01-01"},
        {"expires_on": "9999-01-01"},
        {"reason": "bribe"},
        {"customer": "Nobody At All"},
    ],
)
def test_voucher_issue_of_nonsense_comes_back(as_staff, shop, wrong):
    response = as_staff.post(NEW, ANSWERS | wrong)

    assert response.status_code == 422
    assert not Voucher.objects.exists()


def test_the_till_looks_first_and_then_takes(as_staff, voucher, mira):
    looked = as_staff.post(TILL, {"code": grouped(voucher.code).lower()})
    assert looked.status_code == 200
    assert "Take £5.00 off" in page_of(looked)
    voucher.refresh_from_db()
    assert voucher.redeemed_at is None

    for _twice in range(2):
        taken = as_staff.post(TILL, {"code": voucher.code, "take": "1", "once": "b"})

    voucher.refresh_from_db()
    assert (taken.status_code, taken.url, voucher.redeemed_by) == (302, f"{LIST}{voucher.pk}/", mira)
    assert voucher.entries.filter(kind="redeemed").count() == 1


def test_the_till_takes_it_for_a_purchase(as_staff, voucher, anna, bert):
    lines = [Line("Tea", Decimal(1), Decimal(20))]
    receipt = Receipt(at=timezone.now(), currency="GBP", lines=lines)
    theirs, foreign = (record_purchase(receipt, customer=each, by=None) for each in (anna, bert))

    assert "£20.00" in page_of(as_staff.post(TILL, {"code": voucher.code}))
    wrong = as_staff.post(TILL, {"code": voucher.code, "take": "1", "purchase": foreign.pk})
    assert wrong.status_code == 422
    as_staff.post(TILL, {"code": voucher.code, "take": "1", "purchase": theirs.pk})

    voucher.refresh_from_db()
    assert voucher.redeemed_with == theirs
    assert "£20.00" in page_of(as_staff.get(f"{LIST}{voucher.pk}/"))


def test_the_slower_till_is_told_by_whom_and_when(as_staff, voucher, otto):
    redeem_voucher(voucher.code, by=otto)

    looked = as_staff.post(TILL, {"code": voucher.code})
    taken = as_staff.post(TILL, {"code": voucher.code, "take": "1", "once": "c"})

    assert (looked.status_code, taken.status_code) == (200, 409)
    for answer in (looked, taken):
        assert "Otto took it" in page_of(answer)
        assert "Do not take it." in page_of(answer)


@pytest.mark.parametrize("code", ["", "WRNGCDEX", "x" * 501, "é" * 8])
def test_a_wrong_code_comes_back(as_staff, voucher, code):
    assert as_staff.post(TILL, {"code": code}).status_code == 422


def test_a_friend_s_code_is_no_voucher_and_says_where_it_belongs(as_staff, anna):
    code = make_referral_code(anna, by=None).code

    assert "under “Sent by”" in page_of(as_staff.post(TILL, {"code": f"https://x.example/friend/{code}/"}))


def test_nobody_finds_a_code_by_trying(as_staff, voucher):
    answers = {as_staff.post(TILL, {"code": "BCDFGHJK"}).status_code for _try in range(20)}

    blocked = as_staff.post(TILL, {"code": voucher.code})

    assert (answers, blocked.status_code) == ({422}, 429)
    assert int(blocked.headers["Retry-After"]) > 0


def test_right_codes_are_not_counted(as_staff, voucher):
    for _time in range(25):
        assert as_staff.post(TILL, {"code": voucher.code}).status_code == 200

    assert {bucket.tries for bucket in SignInBucket.objects.filter(key__startswith="voucher_code")} == {0}


def test_voucher_undo_needs_a_reason(as_staff, voucher, mira):
    redeem_voucher(voucher.code, by=mira)
    address = f"{LIST}{voucher.pk}/undo/"

    assert as_staff.get(address).status_code == 200
    assert as_staff.post(address, {"because": " "}).status_code == 422
    assert as_staff.post(address, {"because": "Wrong customer"}).status_code == 302

    voucher.refresh_from_db()
    assert voucher.redeemed_at is None
    assert "Wrong customer" in page_of(as_staff.get(f"{LIST}{voucher.pk}/"))


def test_voucher_cancel_needs_a_reason_and_comes_too_late_for_a_used_one(as_staff, voucher, mira):
    address = f"{LIST}{voucher.pk}/cancel/"
    assert as_staff.get(address).status_code == 200
    assert as_staff.post(address, {"because": ""}).status_code == 422
    redeem_voucher(voucher.code, by=mira)

    response = as_staff.post(address, {"because": "Printed twice"}, follow=True)

    assert "Mira took it" in page_of(response)
    voucher.refresh_from_db()
    assert voucher.cancelled_at is None


def test_voucher_cancel_ends_it(as_staff, voucher):
    as_staff.post(f"{LIST}{voucher.pk}/cancel/", {"because": "Printed twice"})

    voucher.refresh_from_db()
    assert voucher.state == "cancelled"


def test_voucher_share_makes_one_link_and_a_new_one_when_asked(as_staff, voucher):
    address = f"{LIST}{voucher.pk}/share/"
    for _twice in range(2):
        as_staff.post(address)
    assert PublicLink.objects.count() == 1
    assert "/voucher/" in page_of(as_staff.get(f"{LIST}{voucher.pk}/"))

    as_staff.post(address, {"anew": "1"})

    assert [bool(each.revoked_at) for each in PublicLink.objects.order_by("pk")] == [True, False]


@pytest.mark.parametrize("page", ["", "cancel/", "undo/", "share/"])
def test_a_voucher_that_is_not_there_is_hidden(as_staff, shop, page):
    assert as_staff.post(f"{LIST}999/{page}").status_code == (405 if page == "" else 404)
    assert as_staff.get(f"{LIST}999/{page}").status_code == (405 if page == "share/" else 404)


@pytest.mark.parametrize("page", [NEW, TILL, "{}cancel/", "{}undo/", "{}share/"])
def test_viewers_change_nothing(client, vera, voucher, page):
    client.force_login(vera)

    assert client.post(page.format(f"{LIST}{voucher.pk}/")).status_code == 403


def test_seasonal_staff_take_vouchers_and_give_none(client, sam, voucher):
    client.force_login(sam)

    assert client.post(NEW, ANSWERS).status_code == 403
    assert client.post(TILL, {"code": voucher.code, "take": "1"}).status_code == 302
    assert client.post(f"{LIST}{voucher.pk}/undo/", {"because": "x"}).status_code == 403
