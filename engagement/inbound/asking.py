"""Where a mail that asks something becomes a question with a clock: a socket that enquiries fill.

@takes_questions
def from_mail(mail, by): return open_enquiry(…, by=by)
"""

from collections.abc import Callable

from crm.shop.models import User
from engagement.models import Enquiry, InboundMail

Taker = Callable[[InboundMail, User | None], Enquiry]
_TAKERS: list[Taker] = []


def takes_questions(taker: Taker) -> Taker:
    """Register who opens an enquiry for a mail; there is one such place in the house."""
    _TAKERS[:] = [taker]
    return taker


def open_question(mail: InboundMail, *, by: User | None) -> Enquiry | None:
    """The enquiry that came of it; None while nobody takes any."""
    return _TAKERS[0](mail, by) if _TAKERS else None
