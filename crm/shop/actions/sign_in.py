"""How often somebody may knock, counted in one SQL statement: fifty at once still count as fifty."""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import SignInBucket, User

# Who tries to come in has no name yet.
SOMEBODY = "somebody"


class TooManyTries(Exception):
    """This account or address has to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """So many tries within so long."""

    name: str
    tries: int
    window: timedelta


PER_ACCOUNT = Limit("account", 10, timedelta(minutes=15))
PER_ADDRESS = Limit("address", 20, timedelta(hours=1))
SECOND_FACTOR = Limit("second_factor", 10, timedelta(minutes=15))
SUDO = Limit("sudo", 10, timedelta(minutes=15))
RESET_MAIL = Limit("reset_mail", 3, timedelta(hours=1))
RESET_ADDRESS = Limit("reset_address", 20, timedelta(hours=1))
INVITATION_MAIL = Limit("invitation_mail", 30, timedelta(hours=1))
INVITATION_ADDRESS = Limit("invitation_address", 30, timedelta(hours=1))

LIMITS_OF_AN_ACCOUNT = (PER_ACCOUNT, RESET_MAIL)
LIMITS_OF_A_PERSON = (SECOND_FACTOR, SUDO)

TAKE_ONE = """
    INSERT INTO shop_signinbucket AS bucket (key, window_started_at, tries) VALUES (%(key)s, %(now)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        tries = CASE WHEN bucket.window_started_at <= %(expired)s THEN 1 ELSE bucket.tries + 1 END,
        window_started_at = CASE
            WHEN bucket.window_started_at <= %(expired)s THEN %(now)s ELSE bucket.window_started_at END
    WHERE bucket.window_started_at <= %(expired)s OR bucket.tries < %(most)s
    RETURNING tries
"""
GIVE_BACK = "UPDATE shop_signinbucket SET tries = tries - 1 WHERE key = %s AND tries > 0"


def key_of(limit: Limit, who: object) -> str:
    """The bucket's key; what somebody typed is kept only as a fingerprint."""
    return f"{limit.name}:{hashlib.sha256(str(who).encode()).hexdigest()[:32]}"


def take(limit: Limit, who: object) -> None:
    """Count one try before it is made.

    Raises TooManyTries when there is none left.
    """
    now = timezone.now()
    values: dict[str, str | int | datetime] = {
        "key": key_of(limit, who),
        "now": now,
        "expired": now - limit.window,
        "most": limit.tries,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE_ONE, values)
        if cursor.fetchone() is None:
            raise TooManyTries(_seconds_left(limit, who))


def give_back(limit: Limit, who: object) -> None:
    """The try was right: it does not count."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [key_of(limit, who)])


def clear(limit: Limit, who: object) -> bool:
    """Forget every try; True when there were any."""
    deleted, _details = SignInBucket.objects.filter(key=key_of(limit, who)).delete()
    return bool(deleted)


def _seconds_left(limit: Limit, who: object) -> int:
    bucket = SignInBucket.objects.filter(key=key_of(limit, who)).first()
    ends = bucket.window_started_at + limit.window if bucket else timezone.now()
    return max(1, int((ends - timezone.now()).total_seconds()) + 1)


def neighbourhood(address: str) -> str:
    """The address that is counted: one IPv6 household is one address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def take_sign_in(email: str, address: str) -> None:
    """Count one try to sign in, for the address and for the account.

    Raises TooManyTries.
    """
    take(PER_ADDRESS, neighbourhood(address))
    take(PER_ACCOUNT, email.lower())


def give_back_sign_in(email: str, address: str) -> None:
    """The password was right."""
    give_back(PER_ADDRESS, neighbourhood(address))
    give_back(PER_ACCOUNT, email.lower())


def record_failure(verb: str, person: User | None) -> None:
    """Write down that somebody tried in vain, without what they typed."""
    audit.record(verb, person or "", by=User(name=SOMEBODY))


def clear_limits(email: str) -> int:
    """Let this account try again at once; how many counters were cleared."""
    person = User.objects.filter(email=email.lower()).first()
    cleared = [clear(limit, email.lower()) for limit in LIMITS_OF_AN_ACCOUNT]
    if person:
        cleared += [clear(limit, person.pk) for limit in LIMITS_OF_A_PERSON]
    audit.record("sign_in.limits_cleared", person or "", by=None, counts={"cleared": sum(cleared)})
    return sum(cleared)
