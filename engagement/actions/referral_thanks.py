"""Thanking both when somebody who was sent first buys: the clock looks, and each is thanked once."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import User
from customers.actions.referral import withdraw_referral
from customers.models import Customer, Referral
from engagement.actions.voucher import VoucherIsNotOpen, Worth, cancel_voucher, issue_voucher
from engagement.models import LoyaltyProgram, Voucher, VoucherReason
from engagement.one_at_a_time import one_at_a_time

LOCK = 4_103
AT_A_TIME = 200
# Often the friend buys first, and says at the till who sent them.
SAID_AFTERWARDS = timedelta(days=1)
COUNTS_FOR = timedelta(days=365)
WHO = ("friend", "advocate")


def thank_for_referrals(now: datetime) -> int:
    """Give what was promised to both; for how many. Twice is once."""
    program = LoyaltyProgram.current()
    if program.thanks_since is None or (program.friend_gets, program.advocate_gets) == (None, None):
        return 0
    with one_at_a_time(LOCK) as is_ours:
        due = list(_due(program, now).values_list("pk", flat=True)[:AT_A_TIME]) if is_ours else []
        return sum(_thank(number, program) for number in due)


@transaction.atomic
def undo_referral(referral: Referral, *, because: str, by: User | None) -> Referral:
    """It was not so: what was given for it and is not used yet is called off too."""
    referral = withdraw_referral(referral, by=by)
    for voucher in Voucher.objects.filter(cause__in=_causes(referral.pk)):
        try:
            cancel_voucher(voucher, because=because, by=by)
        except VoucherIsNotOpen:
            continue
    return referral


def _due(program: LoyaltyProgram, now: datetime) -> QuerySet[Referral]:
    """Recommendations whose friend has bought since, and nobody was thanked."""
    key = Concat(Value("customers.referral:"), Cast(OuterRef("pk"), CharField()), Value(":"))
    thanked = [Exists(Voucher.objects.filter(cause=Concat(key, Value(who)))) for who in WHO]
    since = max(program.thanks_since or now, now - COUNTS_FOR)
    standing = Referral.objects.standing().filter(at__gte=since)
    bought = standing.filter(friend__first_purchase_at__gte=F("at") - SAID_AFTERWARDS)
    return bought.exclude(Q(thanked[0]) | Q(thanked[1])).order_by("at", "pk")


@transaction.atomic
def _thank(number: int, program: LoyaltyProgram) -> bool:
    referral = Referral.objects.standing().select_for_update().filter(pk=number).first()
    if referral is None:
        return False
    friend_cause, advocate_cause = _causes(number)
    given = [
        _give(referral.friend, program.friend_gets, friend_cause, program),
        _give(referral.advocate, program.advocate_gets, advocate_cause, program),
    ]
    audit.record("referral.thanked", referral, by=None, counts={"vouchers": sum(given)})
    return True


def _give(customer: Customer, amount: Decimal | None, cause: str, program: LoyaltyProgram) -> bool:
    if amount is None:
        return False
    issue_voucher(
        Worth(amount=amount),
        customer=customer,
        reason=VoucherReason.REFERRAL,
        cause=cause,
        expires_on=today_in_the_shop() + timedelta(days=program.thanks_good_for),
        by=None,
    )
    return True


def _causes(number: int) -> tuple[str, ...]:
    return tuple(f"customers.referral:{number}:{who}" for who in WHO)
