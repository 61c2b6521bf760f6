"""Who sent whom: some of the demo's newcomers came because somebody spoke well of the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from crm.demo.cast import Basket, Person
from crm.demo.shop import Frame
from crm.demo.writing import Rows
from crm.shop.actions import audit
from customers.actions.referral import sent_by_a_friend
from customers.evidence import SENT_A_FRIEND as EVIDENCE
from customers.kinds import REFERRAL, SENT_A_FRIEND, Kind
from customers.models import Customer, Interaction, Referral, ReferralWay, StageEvidence

FRIENDS = 8


@dataclass(frozen=True)
class Sent:
    """A newcomer's first purchase, and who had sent them."""

    first: Basket
    friend: Customer
    advocate: Customer


def write_referrals(people: Sequence[Person], rows: Rows, frame: Frame, rolls: Random) -> None:
    """What the counter writes down when somebody says who sent them."""
    sent = _who_sent_whom(people, rows, rolls)
    referrals = Referral.objects.bulk_create(
        Referral(
            advocate=each.advocate,
            friend=each.friend,
            way=ReferralWay.COUNTER,
            at=each.first.at,
            by=frame.staff[each.first.staff],
        )
        for each in sent
    )
    StageEvidence.objects.bulk_create(_evidence(referral, frame) for referral in referrals)
    Interaction.objects.bulk_create(line for referral in referrals for line in _lines(referral))
    friends = [each.friend.pk for each in sent]
    Customer.objects.filter(pk__in=friends).update(source=sent_by_a_friend())


def _who_sent_whom(people: Sequence[Person], rows: Rows, rolls: Random) -> list[Sent]:
    """Steady customers without a household, and newcomers, who began long after them."""
    steady = [person for person in people if person.habit.name == "steady" and not person.household]
    new = [person for person in people if person.habit.name == "new" and person.baskets]
    return [
        Sent(min(friend.baskets, key=lambda basket: basket.at), rows[id(friend)], rows[id(advocate)])
        for friend, advocate in zip(rolls.sample(new, FRIENDS), rolls.sample(steady, FRIENDS), strict=True)
    ]


def _evidence(referral: Referral, frame: Frame) -> StageEvidence:
    return StageEvidence(
        customer=referral.advocate,
        kind=EVIDENCE.key,
        about=audit.label(referral),
        on=referral.at.astimezone(ZoneInfo(frame.shop.time_zone)).date(),
        by=referral.by,
    )


def _lines(referral: Referral) -> list[Interaction]:
    """One on each page; it opens the other's."""
    return [
        _line(referral, referral.friend, REFERRAL, referral.advocate),
        _line(referral, referral.advocate, SENT_A_FRIEND, referral.friend),
    ]


def _line(referral: Referral, whose: Customer, kind: Kind, other: Customer) -> Interaction:
    return Interaction(
        customer=whose, kind=kind.key, at=referral.at, about=audit.label(other), staff=referral.by
    )
