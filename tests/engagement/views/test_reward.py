"""A surprise: a note by hand, a gift, a voucher; and the panel beside the timeline."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.shop.models import AuditEntry
from customers.actions.referral import record_referral
from customers.models import Customer, Interaction
from customers.sides import with_side
from engagement.actions.loyalty import adjust_card
from engagement.actions.reward import Surprise, give_reward
from engagement.actions.voucher import Worth, issue_voucher
from engagement.models import FollowUp, Reward, Voucher
from engagement.reward_panel import reward_panel
from tests.engagement.loyalty import run_program

SOON = (date.today() + timedelta(days=3)).isoformat()


def page_of(response) -> str:
    return response.content.decode()


def panel_of(customer, user):
    """What stands beside their timeline."""
    return reward_panel(with_side(Customer.objects.all()).get(pk=customer.pk), user)


def test_a_note_reminds_whoever_writes_it(as_staff, anna, mira, otto):
    answers = {"kind": "note", "words": "Her new garden", "writer": otto.pk, "due_on": SOON, "once": "a"}

    for _twice in range(2):
        response = as_staff.post(f"/rewards/give/{anna.pk}/", answers | {"cost": "0.80"})

    reward, promise = Reward.objects.get(), FollowUp.objects.get()
    assert (response.status_code, response.url) == (302, f"/customers/{anna.pk}/")
    assert (reward.kind, reward.cost, reward.by) == ("note", Decimal("0.80"), mira)
    assert (promise.owner, promise.due_on.isoformat()) == (otto, SOON)
    assert promise.reason == "Write a note by hand: Her new garden"
    assert Interaction.objects.get(kind="reward").text == "A handwritten note: Her new garden"
    assert AuditEntry.objects.filter(verb="reward.given").count() == 1


def test_a_gift_says_what_it_is(as_staff, anna):
    address = f"/rewards/give/{anna.pk}/"

    assert as_staff.post(address, {"kind": "gift", "words": ""}).status_code == 422
    as_staff.post(address, {"kind": "gift", "words": "A candle", "cost": "4"})

    assert Reward.objects.values_list("kind", "words", "cost").get() == ("gift", "A candle", 4)
    assert Interaction.objects.filter(kind="reward").count() == 1
    assert not FollowUp.objects.exists()


def test_a_voucher_costs_what_it_is_worth_and_is_one_line(as_staff, anna):
    answers = {"kind": "voucher", "words": "Ten years!", "amount": "10", "expires_on": SOON}

    response = as_staff.post(f"/rewards/give/{anna.pk}/", answers)

    reward, voucher = Reward.objects.get(), Voucher.objects.get()
    assert (reward.voucher, reward.cost) == (voucher, 10)
    assert (voucher.reason, voucher.note, voucher.customer) == ("surprise", "Ten years!", anna)
    assert response.url == f"/rewards/vouchers/{voucher.pk}/"
    assert [line.kind for line in Interaction.objects.all()] == ["voucher"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "bribe"},
        {"kind": "voucher"},
        {"kind": "voucher", "amount": "5", "percent": "5"},
        {"kind": "note", "due_on": ""},
        {"kind": "note", "due_on": "2020-01-01"},
        {"kind": "gift", "words": "x" * 200},
        {"kind": "gift", "words": "A candle", "cost": "free"},
    ],
)
def test_a_surprise_of_nonsense_comes_back(as_staff, anna, mira, wrong):
    answers = {"writer": mira.pk, "due_on": SOON} | wrong

    assert as_staff.post(f"/rewards/give/{anna.pk}/", answers).status_code == 422
    assert not Reward.objects.exists()


def test_a_surprise_for_one_cause_is_given_once(anna):
    surprise = Surprise("gift", "A candle", cause="feedback.complaint:3")

    assert give_reward(surprise, customer=anna, by=None) == give_reward(surprise, customer=anna, by=None)


def test_a_surprise_for_nobody_is_hidden(as_staff, shop):
    assert as_staff.get("/rewards/give/999/").status_code == 404


def test_seasonal_staff_give_no_surprises(client, sam, anna):
    client.force_login(sam)

    assert client.post(f"/rewards/give/{anna.pk}/", {"kind": "gift", "words": "x"}).status_code == 403


def test_the_panel_says_all(anna, bert, mira, as_staff):
    run_program(), adjust_card(anna, amount=12, because="x", by=None)
    issue_voucher(Worth(Decimal("2.50")), customer=anna, reason="other", by=None)
    issue_voucher(Worth(percent=10), customer=anna, reason="other", expires_on=date.today(), by=None)
    issue_voucher(Worth(percent=1), customer=anna, reason="other", expires_on=date(2020, 1, 1), by=None)
    record_referral(anna, advocate=bert, way="counter", by=None)

    panel = panel_of(anna, mira)
    assert panel is not None
    rewards = panel.content
    assert (rewards.on_card, rewards.is_ready, rewards.sent) == ("12 stamps", True, 0)
    assert [voucher.worth for voucher in rewards.vouchers] == ["10%", "£2.50"]
    assert rewards.advocate == bert
    theirs = panel_of(bert, mira)
    assert theirs is not None
    assert theirs.content.sent == 1
    page = page_of(as_staff.get(f"/customers/{anna.pk}/"))
    for words in ("12 stamps", "a reward is due", "voucher of £2.50", "Surprise", f"/customers/{bert.pk}/"):
        assert words in page


def test_the_panel_says_nothing_to_a_viewer_where_there_is_nothing(anna, vera):
    assert panel_of(anna, vera) is None
