"""Pleasing somebody: a note by hand, a gift, a voucher."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction
from customers.models import Customer
from engagement.actions.follow_up import Promise, make_follow_up
from engagement.actions.voucher import Worth, issue_voucher
from engagement.kinds import REWARD
from engagement.models import Reward, RewardKind, Voucher, VoucherReason


@dataclass(frozen=True)
class Surprise:
    """What it is to be, before it is given; `cause` makes twice equal once."""

    kind: str
    words: str = ""
    cost: Decimal | None = None
    cause: str = ""
    # A note is written by somebody, by a day.
    writer: User | None = None
    due_on: date | None = None
    # A voucher is worth something, until a day.
    worth: Worth | None = None
    expires_on: date | None = None


@transaction.atomic
def give_reward(surprise: Surprise, *, customer: Customer, by: User | None) -> Reward:
    """Give it, and keep what it costs; the same cause again gives the first one back."""
    if surprise.cause and (known := Reward.objects.filter(cause=surprise.cause).first()):
        return known
    reward = Reward.objects.create(
        customer=customer,
        kind=surprise.kind,
        words=surprise.words,
        cost=surprise.cost,
        cause=surprise.cause,
        at=timezone.now(),
        by=by,
    )
    if surprise.kind == RewardKind.VOUCHER:
        _add_voucher(reward, surprise, by)
    else:
        _tell_timeline(reward, by)
    if surprise.kind == RewardKind.NOTE and surprise.writer and surprise.due_on:
        _ask_for_the_note(reward, surprise, by)
    audit.record("reward.given", reward, by=by)
    return reward


def _add_voucher(reward: Reward, surprise: Surprise, by: User | None) -> Voucher:
    """Its own line on the timeline says it all."""
    voucher = issue_voucher(
        surprise.worth or Worth(),
        customer=reward.customer,
        reason=VoucherReason.SURPRISE,
        cause=audit.label(reward),
        expires_on=surprise.expires_on,
        note=surprise.words,
        by=by,
    )
    reward.voucher = voucher
    reward.cost = reward.cost if reward.cost is not None else voucher.amount
    reward.save(update_fields=["voucher", "cost"])
    return voucher


def _tell_timeline(reward: Reward, by: User | None) -> None:
    words = reward.get_kind_display()
    text = f"{words}: {reward.words}" if reward.words else words
    log_interaction(reward.customer, Entry(REWARD.key, reward.at, text, about=audit.label(reward)), by=by)


def _ask_for_the_note(reward: Reward, surprise: Surprise, by: User | None) -> None:
    reason = _("Write a note by hand: %s") % surprise.words if surprise.words else _("Write a note by hand")
    assert surprise.writer is not None and surprise.due_on is not None  # noqa: S101, PT018 - tells mypy
    promise = Promise(reason[:200], surprise.due_on, surprise.writer, cause=audit.label(reward))
    make_follow_up(reward.customer, promise, by=by)
