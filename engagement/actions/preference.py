"""What customers want to be sent: chosen on their own page, by one click in a mail, or told to us."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from customers.actions.consent import Answer, record_consent
from customers.actions.customer import edit_customer
from customers.actions.interaction import Entry, log_interaction
from customers.models import Channel, ConsentChannel, ConsentTopic, Customer, Direction
from engagement.actions.message_event import note_event
from engagement.actions.suppression import lift_own_unsubscription, suppress
from engagement.kinds import PREFERENCES
from engagement.models import (
    EventKind,
    Message,
    MessageClass,
    Preference,
    PublicLink,
    SkipReason,
    SuppressionReason,
    SuppressionScope,
)
from engagement.wordings import wording_of

ONE_CLICK, CENTRE = "one-click unsubscribe", "preference centre"
AT_THE_COUNTER = "said at the counter"  # to a colleague, who is the actor
PLAIN = ("at_most_monthly", "paused_until", "never_ask")


@dataclass(frozen=True)
class Wishes:
    """What somebody chose; `topics` holds only those they have changed, so that silence is no answer."""

    topics: Mapping[str, bool] = field(default_factory=dict)
    at_most_monthly: bool = False
    paused_until: date | None = None
    never_ask: bool = False
    language: str = ""


@transaction.atomic
def unsubscribe(link: PublicLink, *, by: User | None = None) -> None:
    """Leave the topic of this link, or everything where it has none. Twice is once.

    It takes effect at once: what waits is not sent, and what is on its way asks once more before it leaves.
    """
    if link.customer is None:
        return
    if link.topic:
        _leave(link.customer, [link.topic], source=ONE_CLICK, proof=_proof(link), by=by)
    else:
        stop_all(link.customer, source=ONE_CLICK, link=link, by=by)
    if link.message is not None:
        note_event(EventKind.UNSUBSCRIBED, key=f"link:{link.pk}", at=timezone.now(), message=link.message)


@transaction.atomic
def stop_all(customer: Customer, *, source: str, link: PublicLink | None = None, by: User | None) -> None:
    """Never again anything they did not ask for; their addresses outlive them on the list."""
    _leave(customer, ConsentTopic.values, source=source, proof=_proof(link), by=by)
    for address in _addresses(customer, link):
        suppress(
            address,
            reason=SuppressionReason.UNSUBSCRIBE,
            scope=SuppressionScope.ALL_BUT_TRANSACTIONAL,
            source=source,
            by=by,
        )


@transaction.atomic
def change_preferences(
    customer: Customer, wishes: Wishes, *, source: str, link: PublicLink | None = None, by: User | None
) -> Preference:
    """Write down what they chose; choosing the same again changes nothing."""
    left = [topic for topic, is_wanted in wishes.topics.items() if not is_wanted]
    taken = [topic for topic, is_wanted in wishes.topics.items() if is_wanted]
    _leave(customer, left, source=source, proof=_proof(link), by=by)
    _join(customer, taken, source=source, link=link, by=by)
    if wishes.language != customer.language:
        edit_customer(customer, {"language": wishes.language}, version=customer.version, by=by)
    return _write(customer, wishes, by)


def _leave(customer: Customer, topics: Iterable[str], *, source: str, proof: str, by: User | None) -> None:
    left = []
    for topic in topics:
        answer = Answer(ConsentChannel.EMAIL, topic, is_given=False, source=source, proof=proof)
        if record_consent(customer, answer, by=by) is not None:
            left.append(topic)
    if left:
        _skip_what_waits(customer, left)
        _tell(customer, _("Does not want any more: %(topics)s."), left, by)


def _join(
    customer: Customer, topics: Iterable[str], *, source: str, link: PublicLink | None, by: User | None
) -> None:
    shop = ShopSettings.current()
    joined = []
    for topic in topics:
        words = wording_of(topic, shop.name if shop else "")
        answer = Answer(
            ConsentChannel.EMAIL, topic, is_given=True, source=source, wording=words, proof=_proof(link)
        )
        if record_consent(customer, answer, by=by) is not None:
            joined.append(topic)
    if joined:
        # Their own click is enough to be written to again; a colleague needs the right for that.
        for address in _addresses(customer, link) if by is None else []:
            lift_own_unsubscription(address, because=source)
        _tell(customer, _("Wants to be sent: %(topics)s."), joined, by)


def _write(customer: Customer, wishes: Wishes, by: User | None) -> Preference:
    stored, _is_new = Preference.objects.select_for_update(of=("self",)).get_or_create(customer=customer)
    changed = [name for name in PLAIN if getattr(stored, name) != getattr(wishes, name)]
    if changed:
        for name in changed:
            setattr(stored, name, getattr(wishes, name))
        stored.save(update_fields=[*changed, "changed_at"])
        audit.record("preference.changed", customer, by=by, fields=changed)
    return stored


def _skip_what_waits(customer: Customer, topics: list[str]) -> None:
    """Also what is planned already; what is claimed asks for itself before it leaves."""
    theirs = Message.objects.filter(customer=customer, topic__in=topics)
    theirs.exclude(message_class=MessageClass.TRANSACTIONAL).keep_back(SkipReason.OPTED_OUT)


def _tell(customer: Customer, words: str, topics: list[str], by: User | None) -> None:
    named = ", ".join(str(ConsentTopic(topic).label) for topic in topics)
    line = Entry(
        kind=PREFERENCES.key,
        at=timezone.now(),
        text=words % {"topics": named},
        direction=Direction.INCOMING,
        channel=Channel.IN_PERSON if by else Channel.WEB,
    )
    log_interaction(customer, line, by=by)


def _addresses(customer: Customer, link: PublicLink | None) -> list[str]:
    """Theirs, and the one the mail with the link went to, should they have dropped it since."""
    known = list(customer.emails.values_list("address", flat=True))
    written_to = link.message.to_email if link and link.message else ""
    return list(dict.fromkeys(address for address in [written_to, *known] if address))


def _proof(link: PublicLink | None) -> str:
    return audit.label(link) if link else ""
