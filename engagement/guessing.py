"""Nobody finds a code or a secret link by trying, or floods us with questions.

Each wrong try is counted by person and by address; each question by address.
"""

from datetime import timedelta

from django.http import HttpRequest

from crm.shop.actions.sign_in import Limit, give_back, neighbourhood, take
from crm.shop.models import User

# All tills of a shop may share one address.
CODES_OF_A_PERSON = Limit("voucher_code", 20, timedelta(minutes=15))
CODES_FROM_AN_ADDRESS = Limit("voucher_code_address", 60, timedelta(minutes=15))
LINKS_FROM_AN_ADDRESS = Limit("reward_link_address", 60, timedelta(hours=1))
# A family or an office behind one address; and what a shop could answer at all.
QUESTIONS_FROM_AN_ADDRESS = Limit("web_enquiry_address", 10, timedelta(hours=1))
QUESTIONS_ALTOGETHER = Limit("web_enquiry", 200, timedelta(hours=1))


def count_try(request: HttpRequest, user: User) -> None:
    """Count one try before it is made. Raises TooManyTries."""
    take(CODES_FROM_AN_ADDRESS, _address_of(request))
    take(CODES_OF_A_PERSON, user.pk)


def was_right(request: HttpRequest, user: User) -> None:
    """It does not count."""
    give_back(CODES_FROM_AN_ADDRESS, _address_of(request))
    give_back(CODES_OF_A_PERSON, user.pk)


def count_wrong_link(request: HttpRequest) -> None:
    """A link led nowhere. Raises TooManyTries."""
    take(LINKS_FROM_AN_ADDRESS, _address_of(request))


def count_web_enquiry(request: HttpRequest) -> None:
    """Somebody without an account asks something. Raises TooManyTries."""
    take(QUESTIONS_FROM_AN_ADDRESS, _address_of(request))
    take(QUESTIONS_ALTOGETHER, "")


def _address_of(request: HttpRequest) -> str:
    return neighbourhood(request.META["REMOTE_ADDR"])
