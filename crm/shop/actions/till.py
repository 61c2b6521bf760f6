"""The till tablet and the PINs that work only there."""

import re
import time
import zoneinfo
from datetime import date
from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.session import BY_PIN
from crm.shop.actions.sign_in import SOMEBODY
from crm.shop.models import Device, Location, ShopSettings, User
from crm.shop.tablet import fingerprint

MOST_WRONG_PINS = 5
IDLE_SECONDS = 120
TOUCHED_AT = "till_touched_at"
PIN = re.compile(r"^[0-9]{4,12}$", re.ASCII)


class TabletIsLocked(Exception):
    """PINs do not work here before somebody signs in with their password."""


class PinIsWeak(ValueError):
    """Too short, or the first thing anybody would try."""


def today_in_the_shop() -> date:
    """The calendar day at the counter."""
    shop = ShopSettings.current()
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(shop.time_zone if shop else "UTC"))


@transaction.atomic
def enrol_tablet(
    name: str, *, token: str, location: Location | None, by: User, is_kiosk: bool = False
) -> Device:
    """Make this browser a tablet of the shop; asking again with the same token returns the same tablet."""
    wanted = {"name": name, "location": location, "enrolled_by": by, "is_kiosk": is_kiosk}
    device, is_new = Device.objects.get_or_create(token_hash=fingerprint(token), defaults=wanted)
    if is_new:
        audit.record("device.enrolled", device, by=by)
    return device


@transaction.atomic
def revoke_tablet(device: Device, *, by: User) -> Device:
    """Take a tablet's trust away: its PIN sessions end with their next request."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at, device.revoked_by = timezone.now(), by
        device.save(update_fields=["revoked_at", "revoked_by"])
        audit.record("device.revoked", device, by=by)
    return device


def note_full_sign_in(device: Device, *, by: User) -> None:
    """Somebody showed their password here: PINs work for the rest of the day."""
    now = timezone.now()
    Device.objects.filter(pk=device.pk).update(
        full_sign_in_on=today_in_the_shop(), wrong_pins=0, last_seen_at=now
    )
    audit.record("device.unlocked", device, by=by)


def takes_pins(device: Device) -> bool:
    """Did somebody sign in here in full today, and were there fewer than five wrong tries since?"""
    return device.full_sign_in_on == today_in_the_shop() and device.wrong_pins < MOST_WRONG_PINS


def check_pin(device: Device, person: User, pin: str) -> bool:
    """Try a PIN. The try is counted before it is made, so that twenty at once are five.

    Raises TabletIsLocked.
    """
    free = Device.objects.trusted().filter(
        pk=device.pk, full_sign_in_on=today_in_the_shop(), wrong_pins__lt=MOST_WRONG_PINS
    )
    if not free.update(wrong_pins=F("wrong_pins") + 1, last_seen_at=timezone.now()):
        raise TabletIsLocked
    if person.is_active and person.pin and check_password(pin, person.pin):
        Device.objects.filter(pk=device.pk, wrong_pins__gt=0).update(wrong_pins=F("wrong_pins") - 1)
        return True
    audit.record("till.pin_refused", device, by=User(name=SOMEBODY))
    return False


def must_lock(session: SessionBase, tablet: Device | None) -> bool:
    """Is nobody there any more?

    Any session on a tablet ends after two idle minutes; one by PIN also when the tablet is no longer trusted.
    """
    if BY_PIN in session and not _still_trusts(tablet, session[BY_PIN]):
        return True
    if tablet is None:
        return False
    return bool(time.time() - session.get(TOUCHED_AT, time.time()) > IDLE_SECONDS)


def _still_trusts(tablet: Device | None, pk: int) -> bool:
    return tablet is not None and tablet.pk == pk and tablet.full_sign_in_on == today_in_the_shop()


def touch(session: SessionBase, tablet: Device | None, *, seconds_ago: int = 0) -> None:
    """Somebody is working on the tablet, or was a moment ago."""
    if tablet is not None:
        session[TOUCHED_AT] = time.time() - seconds_ago


def set_pin(person: User, pin: str, *, by: User) -> None:
    """Give somebody a PIN; an empty one takes it away.

    Raises PinIsWeak.
    """
    if pin and (not PIN.match(pin) or _is_obvious(pin)):
        raise PinIsWeak
    User.objects.filter(pk=person.pk).update(pin=make_password(pin) if pin else "")
    audit.record("user.pin_changed" if pin else "user.pin_removed", person, by=by)


def _is_obvious(pin: str) -> bool:
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return steps <= {0} or steps <= {1} or steps <= {-1}
