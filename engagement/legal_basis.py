"""On what ground we may write: the law of the country, what somebody said, what they bought."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crm.shop.models import ShopSettings
from customers.consent_state import State
from customers.models import ConsentChannel, Customer
from engagement.models import MailRoom, MessageClass


class BasisKind(StrEnum):
    """Why it is allowed."""

    CONSENT = "consent"
    SOFT_OPT_IN = "soft_opt_in"
    OPT_OUT_ONLY = "opt_out_only"
    TRANSACTIONAL = "transactional"


@dataclass(frozen=True)
class Basis:
    """The ground, and the row that shows it: "customers.consent:12"."""

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

    A yes is enough in every country; where less is enough is said by the country's profile.
    """
    if message_class == MessageClass.TRANSACTIONAL:
        return Basis(BasisKind.TRANSACTIONAL)
    answer = state.get((ConsentChannel.EMAIL, topic))
    if answer is not None and answer.is_given:
        return Basis(BasisKind.CONSENT, f"customers.consent:{answer.pk}")
    return None
