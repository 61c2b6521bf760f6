"""On what ground we may write: the law of the country, what somebody said, what they bought."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm.shop.models import ShopSettings
from customers.consent_state import State
from customers.models import Consent, ConsentChannel, ConsentTopic, Customer, Purchase
from engagement.country_profiles import Need, Profile, strictest
from engagement.models import MailRoom, MessageClass

# What a mail about a topic is before the law.
CLASS_OF_TOPIC: dict[str, MessageClass] = {
    ConsentTopic.NEWS: MessageClass.MARKETING,
    ConsentTopic.CARE: MessageClass.MARKETING,
    ConsentTopic.TREATS: MessageClass.MARKETING,
    ConsentTopic.FEEDBACK: MessageClass.SURVEY,
    ConsentTopic.REVIEWS: MessageClass.REVIEW,
}


class BasisKind(StrEnum):
    """Why it is allowed."""

    CONSENT = "consent"
    SOFT_OPT_IN = "soft_opt_in"
    OPT_OUT_ONLY = "opt_out_only"
    TRANSACTIONAL = "transactional"


@dataclass(frozen=True)
class Basis:
    """The ground, and the row that shows it: "customers.consent:12", "customers.purchase:7"."""

    kind: BasisKind
    about: str = ""


def basis_for(
    customer: Customer,
    message_class: str,
    topic: str,
    *,
    state: State,
    shop: ShopSettings,
    room: MailRoom,
    now: datetime,
) -> Basis | None:
    """The ground to write on; None when there is none, and then nothing is written.

    A yes is enough in every country and a no is final in every country; where less than a yes is enough
    says the profile of the country.
    """
    if message_class == MessageClass.TRANSACTIONAL:
        return Basis(BasisKind.TRANSACTIONAL)
    answer = state.get((ConsentChannel.EMAIL, topic))
    if answer is not None:
        return _what_they_said(answer)
    need = profile_for(customer, message_class, shop).needs[message_class]
    if need == Need.OPT_OUT_ONLY:
        return Basis(BasisKind.OPT_OUT_ONLY)
    sale = sale_with_notice(customer, shop, room, now) if need == Need.SOFT_OPT_IN else None
    return Basis(BasisKind.SOFT_OPT_IN, f"customers.purchase:{sale.pk}") if sale else None


def profile_for(customer: Customer, message_class: str, shop: ShopSettings) -> Profile:
    """The law that is asked: the shop's, or the customer's where that asks for more."""
    return strictest((shop.country, customer.country), message_class)


def sale_with_notice(
    customer: Customer, shop: ShopSettings, room: MailRoom, now: datetime
) -> Purchase | None:
    """The newest sale to them in which they were told that they may say no, in words that we kept."""
    if room.opt_out_offered_since is None or not room.opt_out_wording.strip():
        return None
    since = datetime.combine(room.opt_out_offered_since, time(), ZoneInfo(shop.time_zone))
    sales = Purchase.objects.standing().sales().filter(customer=customer, at__gte=since, at__lte=now)
    return sales.order_by("-at", "-pk").first()


def _what_they_said(answer: Consent) -> Basis | None:
    return Basis(BasisKind.CONSENT, f"customers.consent:{answer.pk}") if answer.is_given else None
