"""Who sent whom: written down once, with what it says about the one who spoke well of us, and taken back."""

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.actions.till import today_in_the_shop
from crm.shop.models import ShopSettings, User
from crm.web.short_codes import new_code
from customers.actions.customer import edit_customer
from customers.actions.interaction import Entry, log_interaction, withdraw_interaction
from customers.actions.stage_evidence import record_evidence, withdraw_evidence
from customers.evidence import SENT_A_FRIEND as EVIDENCE
from customers.kinds import REFERRAL, SENT_A_FRIEND
from customers.models import Customer, Email, Phone, Referral, ReferralCode, Revision

LONGEST_CHAIN = 50


class NotAReferral(Exception):
    """Nobody sends themselves or their own household; `sentence` says what is wrong."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def record_referral(friend: Customer, *, advocate: Customer, way: str, by: User | None) -> Referral:
    """This customer sent us a friend. Everybody is sent once; the same again changes nothing.

    Raises NotAReferral.
    """
    friend = _hold(friend, advocate)
    if sentence := why_not_sent(friend, advocate):
        raise NotAReferral(sentence)
    values = {"advocate": advocate, "way": way, "at": timezone.now(), "by": by, "withdrawn_at": None}
    referral = Referral.objects.filter(friend=friend).first()
    if referral is not None and referral.withdrawn_at is None:
        return _known(referral, advocate)
    referral, _is_new = Referral.objects.update_or_create(friend=friend, defaults=values)
    _tell_both(referral, by)
    record_evidence(advocate, EVIDENCE.key, about=audit.label(referral), on=today_in_the_shop(), by=by)
    edit_customer(friend, {"source": sent_by_a_friend()}, version=friend.version, by=by)
    audit.record("referral.recorded", referral, by=by)
    return referral


@transaction.atomic
def withdraw_referral(referral: Referral, *, by: User | None) -> Referral:
    """It was not so: out of the cycle, off both timelines, how they found us as before. Twice is once."""
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if referral.withdrawn_at is not None:
        return referral
    friend, advocate = _hold(referral.friend, referral.advocate), referral.advocate
    referral.withdrawn_at = timezone.now()
    referral.save(update_fields=["withdrawn_at"])
    withdraw_interaction(friend, kind=REFERRAL.key, about=audit.label(advocate), by=by)
    withdraw_interaction(advocate, kind=SENT_A_FRIEND.key, about=audit.label(friend), by=by)
    withdraw_evidence(advocate, EVIDENCE.key, about=audit.label(referral), by=by)
    if friend.source == sent_by_a_friend():
        edit_customer(friend, {"source": _source_before(friend)}, version=friend.version, by=by)
    audit.record("referral.withdrawn", referral, by=by)
    return referral


def make_referral_code(customer: Customer, *, by: User | None) -> ReferralCode:
    """The code by which this customer recommends us; the same for ever."""
    while True:
        if known := ReferralCode.objects.filter(customer=customer).first():
            return known
        try:
            with transaction.atomic():
                made = ReferralCode.objects.create(customer=customer, code=new_code())
                audit.record("referral_code.made", customer, by=by)
                return made
        except IntegrityError:  # somebody has just made it, or took the code
            continue


def why_not_sent(friend: Customer, advocate: Customer) -> str:
    """Why this cannot count as a recommendation, as a sentence; empty when it can."""
    if friend.pk == advocate.pk:
        return _("Nobody sends themselves.")
    if friend.household_id is not None and friend.household_id == advocate.household_id:
        return _("They are one household.")
    if _share(Phone, "number", friend, advocate) or _share(Email, "address", friend, advocate):
        return _("They have the same phone number or e-mail: that is one household.")
    if _was_sent_by(advocate, friend):
        return _("It was the other way round.")
    return ""


def sent_by_a_friend() -> str:
    """What stands as their source; who it was stands in the referral alone: no name outlives its bearer."""
    shop = ShopSettings.current()
    with translation.override(shop.language if shop else None):
        return _("A friend")


def _hold(friend: Customer, advocate: Customer) -> Customer:
    """Both as they are now, in the order of their numbers; the friend is given back."""
    both = Customer.objects.select_for_update(no_key=True).filter(pk__in=[friend.pk, advocate.pk])
    return {customer.pk: customer for customer in both.order_by("pk")}[friend.pk]


def _known(referral: Referral, advocate: Customer) -> Referral:
    if referral.advocate_id != advocate.pk:
        raise NotAReferral(_("%s sent them already.") % referral.advocate)
    return referral


def _tell_both(referral: Referral, by: User | None) -> None:
    friend, advocate = referral.friend, referral.advocate
    log_interaction(friend, Entry(REFERRAL.key, referral.at, about=audit.label(advocate)), by=by)
    log_interaction(advocate, Entry(SENT_A_FRIEND.key, referral.at, about=audit.label(friend)), by=by)


def _share(model: type[Phone] | type[Email], field: str, one: Customer, other: Customer) -> bool:
    theirs = model._default_manager.filter(customer=other).values(field)
    return model._default_manager.filter(customer=one, **{f"{field}__in": theirs}).exists()


def _was_sent_by(customer: Customer, other: Customer) -> bool:
    """Directly, or by somebody whom the other one sent."""
    number: int | None = customer.pk
    for _link in range(LONGEST_CHAIN):
        sent = Referral.objects.standing().filter(friend=number).values_list("advocate", flat=True)
        number = sent.first()
        if number is None or number == other.pk:
            break
    return number == other.pk


def _source_before(friend: Customer) -> str:
    """What stood there before it said "a friend"."""
    changes = Revision.objects.filter(about=audit.label(friend), field="source", after=friend.source)
    last = changes.order_by("-pk").first()
    return str(last.before or "") if last else ""
