"""Addresses we do not write to, whoever they belong to.

Kept by their hash: the row outlives the customer, and tells nobody who they were.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.consent_state import state_of
from customers.models import Consent, ConsentChannel, Email
from customers.models.consent import ASKED_ANEW
from engagement.addresses import address_hash, address_hint
from engagement.desk import lay_out, on_the_desk
from engagement.models import MessageClass, Suppression, SuppressionReason, SuppressionScope


class NoFreshConsent(Exception):
    """Nobody with this address has said yes, in words that we kept, since it was put on the list."""


class NoReason(Exception):
    """Whoever lets an address be written to again says why."""


@transaction.atomic
def suppress(
    address: str,
    *,
    reason: SuppressionReason,
    scope: SuppressionScope,
    source: str,
    note: str = "",
    until: datetime | None = None,
    by: User | None,
) -> Suppression:
    """Write to this address no more; twice for one reason is once, and the longer and wider of the two."""
    return suppress_hash(
        address_hash(address),
        Suppression(
            address_hint="" if reason == SuppressionReason.ERASURE else address_hint(address),
            reason=reason,
            scope=scope,
            source=source[:60],
            note=note[:200],
            until=until,
            by=by,
        ),
    )


@transaction.atomic
def suppress_hash(hashed: str, wanted: Suppression) -> Suppression:
    """The same for an address of which only our hash is known: a list that was taken out and comes back."""
    names = ("address_hint", "scope", "source", "note", "until", "by")
    found, is_new = Suppression.objects.select_for_update(of=("self",)).get_or_create(
        address_hash=hashed,
        reason=wanted.reason,
        lifted_at=None,
        defaults={name: getattr(wanted, name) for name in names} | {"at": timezone.now()},
    )
    if is_new:
        audit.record("suppression.added", found, by=wanted.by)
    elif changed := _widen(found, wanted):
        found.save(update_fields=changed)
        audit.record("suppression.renewed", found, by=wanted.by, fields=changed)
    return found


@transaction.atomic
def lift_suppression(suppression: Suppression, *, because: str, by: User | None) -> Suppression:
    """Let this address be written to again.

    Raises NoReason without one, NoFreshConsent when its owner has not said yes since. Twice is once.
    """
    if not because.strip():
        raise NoReason
    suppression = Suppression.objects.select_for_update(of=("self",)).get(pk=suppression.pk)
    if suppression.lifted_at is None:
        if fresh_consent(suppression) is None:
            raise NoFreshConsent
        _lift(suppression, because, by)
    return suppression


@transaction.atomic
def lift_own_unsubscription(address: str, *, because: str) -> None:
    """They chose topics again on their own page: that is all the consent it takes."""
    gone = Suppression.objects.select_for_update(of=("self",)).filter(
        address_hash=address_hash(address), reason=SuppressionReason.UNSUBSCRIBE, lifted_at=None
    )
    for suppression in gone:
        _lift(suppression, because, None)


def fresh_consent(suppression: Suppression) -> Consent | None:
    """A yes by e-mail that stands, asked anew since, of somebody who has the address."""
    said = Consent.objects.filter(
        ASKED_ANEW, channel=ConsentChannel.EMAIL, is_given=True, at__gt=suppression.at
    )
    # Only a hash is known of the address: those who may have it are tried.
    letter, _dots, domain = suppression.address_hint.partition("…")
    may_have_it = {"address__startswith": letter, "address__endswith": domain}
    emails = Email.objects.filter(customer__consents__in=said, **may_have_it).distinct()
    with on_the_desk(lay_out()):
        owners = [
            email.customer_id for email in emails if address_hash(email.address) == suppression.address_hash
        ]
    for answer in said.filter(customer__in=owners).select_related("customer").order_by("-at", "-pk"):
        if state_of(answer.customer)[answer.channel, answer.topic].is_given:
            return answer
    return None


def suppressed(hashed: str, message_class: str, now: datetime) -> Suppression | None:
    """What stands against writing such a mail to this address; the wider of two."""
    standing = Suppression.objects.standing(now).filter(address_hash=hashed)
    is_asked_for = message_class == MessageClass.TRANSACTIONAL
    against = standing.filter(Q(scope=SuppressionScope.EVERYTHING) if is_asked_for else Q())
    return against.order_by("scope", "pk").first()


def _widen(found: Suppression, wanted: Suppression) -> list[str]:
    """What stands may become longer and wider, never shorter or narrower."""
    changed = []
    if found.until is not None and (wanted.until is None or wanted.until > found.until):
        found.until = wanted.until
        changed.append("until")
    if wanted.scope == SuppressionScope.EVERYTHING != found.scope:
        found.scope = wanted.scope
        changed.append("scope")
    if wanted.reason == SuppressionReason.ERASURE and found.address_hint:
        found.address_hint = ""
        changed.append("address_hint")
    return changed


def _lift(suppression: Suppression, because: str, by: User | None) -> None:
    suppression.lifted_at, suppression.lifted_by = timezone.now(), by
    suppression.lifted_because = because.strip()[:200]
    suppression.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    audit.record("suppression.lifted", suppression, by=by)
