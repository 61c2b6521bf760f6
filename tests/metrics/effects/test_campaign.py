"""What an announcement or an automation moved."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm.figures.share import Share
from crm.figures.verdict import Verdict
from engagement.models import Automation, Enrolment, EnrolmentState, Voucher
from metrics.effects.campaign import effect_of_announcement, effect_of_automation
from metrics.effects.profit import cost_of, profit_of, return_of
from metrics.models import Basis, ProgrammeCost, ValueRules
from tests.metrics.buying import NOON, sell
from tests.metrics.effects.campaigns import SENT, announcement, buys, listed, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
AFTER = NOON + timedelta(days=SENT + 20)


@pytest.fixture
def by_lot():
    """Of 40 reached 30 buy; of 40 held out 10; what is bought later, or without them, counts nowhere."""
    sent, reached, out = announcement(), people(40, "R"), people(40, "H")
    listed(sent, reached)
    listed(sent, out, held_out=True)
    buys(reached[:30], SENT + 1, SENT + 13)
    buys(out[:10], SENT + 2)
    buys(out, SENT - 1, SENT + 15)
    return sent


def test_those_held_out_show_what_it_did(by_lot):
    effect = effect_of_announcement(by_lot, AFTER, "GBP")

    assert effect.basis == Basis.HOLD_OUT
    assert effect.bought
    assert (effect.bought.first, effect.bought.second) == (Share(30, 40), Share(10, 40))
    assert (effect.spent.first.value, effect.spent.second.value) == (15.0, 2.5)
    assert effect.verdict == Verdict.BETTER


def test_there_is_no_verdict_before_its_days_are_over(by_lot):
    effect = effect_of_announcement(by_lot, AFTER - timedelta(days=10), "GBP")

    assert effect.verdict == Verdict.TOO_EARLY


def test_the_return_takes_the_margin_and_the_cost(by_lot):
    effect = effect_of_announcement(by_lot, AFTER, "GBP")
    rules, cost = ValueRules(margin_percent=Decimal(40)), ProgrammeCost(gifts=Decimal(80), time=Decimal(20))

    returned = return_of(effect, cost, rules)

    assert returned.value == pytest.approx((12.5 * 0.4 * 40 - 100) / 100)
    assert profit_of(effect, cost, rules).words.startswith("100%, between")
    assert "your margin" in profit_of(effect, cost, ValueRules()).why_not
    assert "what it cost" in profit_of(effect, ProgrammeCost(), rules).why_not


def test_without_a_lot_the_changes_of_others_are_taken_off():
    sent, chosen, others = announcement(), people(40, "C"), people(40, "O")
    listed(sent, chosen)
    buys(chosen + others, 20)
    buys(chosen + others[:30], SENT - 3)
    buys(chosen, SENT + 3, SENT + 4)
    buys(others[:20], SENT + 3)

    effect = effect_of_announcement(sent, AFTER, "GBP")

    assert (effect.basis, effect.verdict) == (Basis.NONE, None)  # the lists had parted before: 10 and 7.50
    buys(others[30:], SENT - 3)
    effect = effect_of_announcement(sent, AFTER, "GBP")
    assert (effect.basis, effect.verdict) == (Basis.CHANGES, Verdict.BETTER)
    assert effect.gain
    assert effect.gain.value == pytest.approx(10 + 5)


def test_nobody_to_compare_with_is_not_causal():
    sent = announcement()
    listed(sent, people(3, "C"))

    effect = effect_of_announcement(sent, AFTER, "GBP")

    assert (effect.basis, effect.verdict, effect.gain) == (Basis.NONE, None, None)
    assert profit_of(effect, ProgrammeCost(), ValueRules()).why_not.startswith("Not causal")


def test_an_automation_counts_everybody_once_since_somebody_is_held_out():
    automation = Automation.objects.create(
        recipe="welcome", name="Welcome", steps=[{"kind": "wait", "days": 1}, {"kind": "mail", "template": 1}]
    )
    crowd = people(60, "A")
    entries = [
        Enrolment(
            automation=automation,
            customer=each,
            cause=cause,
            caused_at=NOON,
            next_at=NOON,
            state=EnrolmentState.HELD_OUT if number % 2 else EnrolmentState.FINISHED,
        )
        for number, each in enumerate(crowd)
        for cause in ("first", "second")
    ]
    Enrolment.objects.bulk_create(entries)
    Enrolment.objects.filter(cause="first").update(entered_at=NOON)
    Enrolment.objects.filter(cause="second").update(entered_at=NOON + timedelta(days=5))
    buys(crowd[::2], 15)
    buys(crowd, 16)

    effect = effect_of_automation(automation, NOON + timedelta(days=16), "GBP")

    assert (effect.days, effect.basis, effect.verdict) == (15, Basis.HOLD_OUT, Verdict.BETTER)
    assert (effect.bought.first, effect.bought.second) == (Share(30, 30), Share(0, 30))


def test_an_automation_that_holds_nobody_out_is_not_causal():
    automation = Automation.objects.create(recipe="welcome", name="Welcome", steps=[])

    assert effect_of_automation(automation, AFTER, "GBP").verdict is None


def test_vouchers_used_because_of_it_are_a_part_of_the_cost(by_lot):
    """Of 40 reached five use £4 in its days and one 20 % of what came to £20; of 40 held out two use £4."""
    sent_at = by_lot.frozen_at
    reached, out = (
        [each.customer for each in by_lot.recipients.filter(is_held_out=side)] for side in (False, True)
    )
    paid = sell(reached[6], SENT + 3, total="16")[0]
    for number, customer in enumerate([*reached[:6], *out[:2]]):
        used_on = sent_at + timedelta(days=40 if number == 5 else 2)
        Voucher.objects.create(
            code=f"V{number}",
            customer=customer,
            amount=4,
            currency="GBP",
            reason="other",
            issued_at=NOON,
            redeemed_at=used_on,
        )
    Voucher.objects.create(
        code="P",
        customer=reached[6],
        percent=20,
        reason="other",
        issued_at=NOON,
        redeemed_at=paid.at,
        redeemed_with=paid,
    )

    effect = effect_of_announcement(by_lot, AFTER, "GBP")

    assert effect.vouchers == Decimal(5 * 4 + 4 - 2 * 4)
    assert cost_of(effect, ProgrammeCost(time=Decimal(20))) == Decimal(36)
