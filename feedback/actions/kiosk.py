"""Tablets that stand in the shop: set up by a manager, and what is tapped on them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.actions.till import enrol_tablet
from crm.shop.models import Device, Location, ShopSettings, User
from feedback.actions.anonymous_answer import add_nameless_answers
from feedback.actions.answer_in_shop import Given, Spot, take_answer_in_shop
from feedback.actions.response_rows import write_answers, written_figures
from feedback.answer_sheet import missing
from feedback.models import Kiosk, Response, Survey

# More than this within a minute is a child, or a cleaner with a cloth.
MOST_A_MINUTE, A_MINUTE = 6, timedelta(minutes=1)
# When a tablet was tapped lately, for surveys of which no time is written down.
_TAPPED: dict[int, list[datetime]] = defaultdict(list)


@transaction.atomic
def set_up_kiosk(name: str, *, token: str, survey: Survey, location: Location | None, by: User) -> Kiosk:
    """Make this browser a tablet for customers; asking again with the same token gives the same one."""
    device = enrol_tablet(name, token=token, location=location, by=by, is_kiosk=True)
    kiosk, is_new = Kiosk.objects.get_or_create(device=device, defaults={"survey": survey})
    if is_new:
        audit.record("kiosk.set_up", kiosk, by=by)
    return kiosk


@transaction.atomic
def take_tap(spot: Spot, given: Given, *, by: None = None) -> Response:
    """One answer for a key; those that came too quickly one after the other are set aside together.

    Sent again with the answers to what follows, it has those as well; what was said before stays.
    """
    response, is_new = take_answer_in_shop(spot, given, by=by)
    if not is_new:
        _add(response, spot, given.answers)
    elif response.is_anonymous and spot.device is not None:
        _set_nameless_aside(response, spot.device, given.at or timezone.now())
    elif spot.device is not None:
        _set_bursts_aside(spot.device, response.created_at)
    return response


def _add(response: Response, spot: Spot, answers: Mapping[str, Any]) -> None:
    said = set(response.answers.values_list("question", flat=True))
    fresh = {key: answer for key, answer in answers.items() if key not in said}
    if not fresh:
        return None
    if response.is_anonymous:
        return add_nameless_answers(response, spot.version.asked, fresh)
    response.comment = response.comment or written_figures(spot.version.asked, fresh)["comment"]
    if not missing(spot.version.asked, {**dict.fromkeys(said), **fresh}):
        response.completed_at = response.completed_at or timezone.now()
    response.save(update_fields=["comment", "completed_at"])
    write_answers(response, spot.version.asked, fresh)


def _set_nameless_aside(response: Response, device: Device, at: datetime) -> None:
    """From the seventh on: which the six before were, nobody can find any more."""
    lately = [each for each in _TAPPED[device.pk] if abs(each - at) < A_MINUTE]
    _TAPPED[device.pk] = [*lately, at][-MOST_A_MINUTE - 1 :]
    if len(lately) >= MOST_A_MINUTE:
        aside = {"invalid_at": response.created_at, "invalid_reason": _too_quick()}
        Response.objects.filter(pk=response.pk).update(**aside)


def _set_bursts_aside(device: Device, at: datetime) -> None:
    """Somebody can let them count again: it is only a guess."""
    near = Response.objects.filter(device=device, created_at__gt=at - A_MINUTE, created_at__lte=at)
    if near.count() <= MOST_A_MINUTE:
        return
    aside = near.filter(invalid_at=None).update(invalid_at=timezone.now(), invalid_reason=_too_quick())
    audit.record("kiosk.burst", device, by=None, counts={"answers": aside})


def _too_quick() -> str:
    shop = ShopSettings.current()
    with translation.override(shop.language if shop else None):
        return _("More than six answers within a minute")


def note_alive(device: Device) -> None:
    """The tablet has just been heard of."""
    Device.objects.filter(pk=device.pk).update(last_seen_at=timezone.now())
