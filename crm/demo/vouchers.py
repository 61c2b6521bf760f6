"""What the demo shop gave away: vouchers in every state with their ledger, notes and gifts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from crm.demo.cast import Person
from crm.demo.choosing import Choice
from crm.demo.dice import dice
from crm.demo.reading import rows as read
from crm.demo.shop import Frame
from crm.demo.writing import Rows
from crm.shop.actions import audit
from crm.web.short_codes import ALPHABET, LENGTH
from customers.models import Interaction
from engagement.kinds import REWARD, VOUCHER, VOUCHER_USED
from engagement.models import Reward, RewardKind, Voucher, VoucherEntry, VoucherMove

USED, RUN_OUT, CALLED_OFF = "used", "run out", "called off"
BY = "Olga"


def write_vouchers(people: Sequence[Person], rows: Rows, frame: Frame) -> None:
    """The vouchers, each move of them, and what their timelines say."""
    choice, rolls = Choice(people, "vouchers"), dice("voucher codes")
    vouchers = []
    for row in read("vouchers"):
        voucher = _voucher(row, frame)
        voucher.code = "".join(rolls.choices(ALPHABET, k=LENGTH))
        voucher.customer = rows[id(choice.one("phone"))]
        vouchers.append(voucher)
    Voucher.objects.bulk_create(vouchers)
    VoucherEntry.objects.bulk_create(entry for voucher in vouchers for entry in _moves(voucher, frame))
    Interaction.objects.bulk_create(line for voucher in vouchers for line in _lines(voucher))


def write_rewards(people: Sequence[Person], rows: Rows, frame: Frame) -> None:
    """Notes and small gifts."""
    choice = Choice(people, "rewards")
    rewards = Reward.objects.bulk_create(
        Reward(
            customer=rows[id(choice.one("phone"))],
            kind=kind,
            words=words,
            cost=Decimal(cost),
            at=frame.days.later(frame.days.now, -int(ago), 0.45),
            by=frame.staff["Mira"],
        )
        for kind, ago, cost, words in read("rewards")
    )
    Interaction.objects.bulk_create(
        Interaction(
            customer=reward.customer,
            kind=REWARD.key,
            at=reward.at,
            text=f"{RewardKind(reward.kind).label}: {reward.words}",
            about=audit.label(reward),
            staff=reward.by,
        )
        for reward in rewards
    )


def _voucher(row: tuple[str, ...], frame: Frame) -> Voucher:
    state, given, until, worth, reason, note = row
    by, later = frame.staff[BY], frame.days.later
    voucher = Voucher(
        amount=None if worth.endswith("%") else Decimal(worth.removeprefix("£")),
        percent=int(worth.removesuffix("%")) if worth.endswith("%") else None,
        currency="" if worth.endswith("%") else frame.shop.currency,
        reason=reason,
        note=note,
        issued_at=later(frame.days.now, -int(given), 0.35),
        issued_by=by,
        expires_on=frame.days.today + timedelta(days=int(until)),
    )
    if state.startswith(USED):
        voucher.redeemed_at = later(frame.days.now, -int(state.removeprefix(USED)), 0.55)
        voucher.redeemed_by = frame.staff["Mira"]
    elif state == CALLED_OFF:
        voucher.cancelled_at, voucher.cancelled_by = later(voucher.issued_at, 2, 0.25), by
    return voucher


def _moves(voucher: Voucher, frame: Frame) -> Iterator[VoucherEntry]:
    minus = None if voucher.amount is None else -voucher.amount
    yield VoucherEntry(
        voucher=voucher,
        kind=VoucherMove.ISSUED,
        amount=voucher.amount,
        at=voucher.issued_at,
        by=voucher.issued_by,
    )
    ended: tuple[tuple[VoucherMove, datetime | None], ...] = (
        (VoucherMove.REDEEMED, voucher.redeemed_at),
        (VoucherMove.CANCELLED, voucher.cancelled_at),
    )
    for kind, at in ended:
        if at is not None:
            by = voucher.redeemed_by or voucher.cancelled_by
            note = voucher.note if kind == VoucherMove.CANCELLED else ""
            yield VoucherEntry(voucher=voucher, kind=kind, amount=minus, note=note, at=at, by=by)
            return
    if voucher.expires_on and voucher.expires_on < frame.days.today:
        at = frame.days.now - (frame.days.today - voucher.expires_on) + timedelta(days=1)
        yield VoucherEntry(voucher=voucher, kind=VoucherMove.EXPIRED, amount=minus, at=at)


def _lines(voucher: Voucher) -> Iterator[Interaction]:
    words = f"{voucher.worth} · {voucher.get_reason_display()}"
    about, customer = audit.label(voucher), voucher.customer
    assert customer is not None  # noqa: S101 - each was given to somebody
    yield Interaction(
        customer=customer,
        kind=VOUCHER.key,
        at=voucher.issued_at,
        text=f"{words}\n{voucher.note}".strip(),
        about=about,
        staff=voucher.issued_by,
    )
    if voucher.redeemed_at is not None:
        yield Interaction(
            customer=customer,
            kind=VOUCHER_USED.key,
            at=voucher.redeemed_at,
            text=voucher.worth,
            about=about,
            staff=voucher.redeemed_by,
        )
