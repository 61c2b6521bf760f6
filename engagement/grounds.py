"""Why may we write? For each topic the ground, what shows it, and the law that was asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from customers.consent_state import State, state_of
from customers.models import Consent, ConsentChannel, ConsentTopic, Customer, Purchase
from engagement.country_profiles import Need
from engagement.desk import Desk, desk, on_the_desk
from engagement.legal_basis import CLASS_OF_TOPIC, Basis, BasisKind, basis_for, profile_for
from engagement.models import MessageClass


@dataclass(frozen=True)
class Ground:
    """One topic before the law; `on` and `words` are the evidence: when, and in which words."""

    label: str
    class_label: str
    may_write: bool
    because: str
    on: datetime | None = None
    source: str = ""
    words: str = ""
    law: str | Promise = ""


def grounds_for(customer: Customer, now: datetime) -> list[Ground]:
    """Mail that they asked for first, then every topic."""
    here, state = desk(), state_of(customer)
    with on_the_desk(here):
        return [_asked_for(), *_by_topic(customer, state, here, now)]


def _asked_for() -> Ground:
    return Ground(
        label=_("Answers and orders"),
        class_label=str(MessageClass.TRANSACTIONAL.label),
        may_write=True,
        because=_("What was asked for needs no consent."),
    )


def _by_topic(customer: Customer, state: State, here: Desk, now: datetime) -> Iterator[Ground]:
    assert here.shop is not None  # noqa: S101 - no page opens before the shop does
    for topic, message_class in CLASS_OF_TOPIC.items():
        basis = basis_for(
            customer, message_class, topic, state=state, shop=here.shop, room=here.room, now=now
        )
        law = profile_for(customer, message_class, here.shop)
        label, class_label = str(ConsentTopic(topic).label), str(message_class.label)
        answer = state.get((ConsentChannel.EMAIL, topic))
        if answer is not None:
            yield _by_their_word(label, class_label, answer)
        elif basis is None:
            because = _why_not(law.needs[message_class])
            yield Ground(label, class_label, may_write=False, because=because, law=law.law)
        else:
            yield _by_the_law(label, class_label, basis, here, law.law)


def _by_their_word(label: str, class_label: str, answer: Consent) -> Ground:
    because = _("A yes.") if answer.is_given else _("A no: nothing is sent.")
    return Ground(label, class_label, answer.is_given, because, answer.at, answer.source, answer.wording)


def _by_the_law(label: str, class_label: str, basis: Basis, here: Desk, law: str | Promise) -> Ground:
    if basis.kind == BasisKind.SOFT_OPT_IN:
        sale = Purchase.objects.get(pk=int(basis.about.rpartition(":")[2]))
        because = _("A purchase; at the till it was said that a no is enough.")
        return Ground(label, class_label, True, because, sale.at, words=here.room.opt_out_wording, law=law)
    because = _("No consent is needed, as long as there is no “no”.")
    return Ground(label, class_label, True, because, law=law)


def _why_not(need: Need) -> str:
    if need == Need.SOFT_OPT_IN:
        return _("Neither a yes nor a purchase at which saying no was offered: nothing is sent.")
    return _("It needs a yes, and there is none: nothing is sent.")
