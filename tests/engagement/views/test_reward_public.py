"""What customers see by a link: looking changes nothing, and a first name is the most it says."""

from datetime import date
from decimal import Decimal

import pytest

from customers.actions.referral import make_referral_code
from engagement.actions.loyalty import adjust_card, open_card
from engagement.actions.reward_link import share
from engagement.actions.voucher import Worth, issue_voucher
from engagement.actions.voucher_redemption import redeem_voucher
from engagement.models import LinkPurpose
from engagement.public_links import link_url
from tests.architecture.test_doors import PASSING
from tests.engagement.loyalty import run_program
from tests.written import written


def page_of(response) -> str:
    return response.content.decode()


def path_of(link) -> str:
    address: str = "/" + link_url(link).split("/", 3)[3]
    return address


@pytest.fixture
def voucher(anna):
    return issue_voucher(
        Worth(Decimal(5)),
        customer=anna,
        reason="birthday",
        note="Our secret",
        expires_on=date(2099, 5, 3),
        by=None,
    )


@pytest.fixture
def addresses(anna, voucher, mira) -> dict[str, str]:
    """One of each page."""
    run_program(friend_gets=Decimal(3), expires_after_days=30)
    adjust_card(anna, amount=12, because="Paper card", by=None)
    card = share(LinkPurpose.CARD, open_card(anna), customer=anna, by=mira)
    return {
        "voucher": path_of(share(LinkPurpose.VOUCHER, voucher, customer=anna, by=mira)),
        "card": path_of(card),
        "friend": f"/friend/{make_referral_code(anna, by=None).code}/",
    }


def test_the_pages_say_what_they_are_for(client, addresses, voucher):
    pages = {name: page_of(client.get(address)) for name, address in addresses.items()}

    assert voucher.code[:4] in pages["voucher"]
    assert "£5.00" in pages["voucher"]
    assert "12 stamps" in pages["card"]
    assert "up to £5.00 off" in pages["card"]
    assert pages["card"].count('class="stamped"') == 10
    assert "Anna thought of you" in pages["friend"]
    assert "voucher of £3.00 for you" in pages["friend"]


@pytest.mark.parametrize("name", ["voucher", "card", "friend"])
def test_nothing_but_a_first_name_is_said(client, addresses, name):
    page = page_of(client.get(addresses[name]))

    assert "Anna" in page
    for word in ("Bell", "960001", "anna@example.org", "Our secret", "Paper card", "/customers/"):
        assert word not in page


@pytest.mark.parametrize("name", ["voucher", "card", "friend"])
def test_looking_changes_nothing_and_sending_is_refused(client, addresses, name):
    before = written(beside=PASSING)

    answers = [getattr(client, method)(addresses[name]) for method in ("get", "head", "options")]

    assert written(beside=PASSING) == before
    assert [answer.status_code for answer in answers] == [200, 200, 405]
    assert client.post(addresses[name], {"name": "x"}).status_code == 405
    assert answers[0].headers["Referrer-Policy"] == "no-referrer"
    assert answers[0].headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answers[0].headers["Cache-Control"]


def test_a_used_voucher_says_so_and_shows_no_code(client, addresses, voucher, mira):
    redeem_voucher(voucher.code, by=mira)

    page = page_of(client.get(addresses["voucher"]))

    assert "It was used on" in page
    assert voucher.code[:4] not in page


@pytest.mark.parametrize("path", ["/voucher/{}/", "/card/{}/", "/friend/{}/"])
def test_who_tries_many_addresses_has_to_wait(client, shop, path):
    answers = [client.get(path.format(f"{number:x>43}")).status_code for number in range(62)]

    assert set(answers[:60]) == {404}
    assert set(answers[60:]) == {429}


def test_a_link_opens_only_its_own_page(client, addresses):
    token = addresses["card"].split("/")[2]

    assert client.get(f"/voucher/{token}/").status_code == 404


def test_staff_take_from_the_page_in_their_hand(as_staff, addresses, anna):
    assert "/rewards/till/" in page_of(as_staff.get(addresses["voucher"]))
    assert f"/rewards/cards/{anna.pk}/" in page_of(as_staff.get(addresses["card"]))


def test_a_friend_without_a_first_name_is_a_friend(client, bert):
    code = make_referral_code(bert, by=None).code

    assert "A friend thought of you" in page_of(client.get(f"/friend/{code}/"))
