"""The places where people write about us: added, changed, given up."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import Location, User
from customers.stale import refuse_stale
from feedback.models import ReviewPlatform
from feedback.review_rules import may_ask


@dataclass(frozen=True)
class Place:
    """What somebody says about a place where people write."""

    kind: str
    name: str
    address: str = ""
    location: Location | None = None
    is_asked: bool = False
    weight: int = 1
    is_checked: bool = False


class PlatformIsTaken(Exception):
    """There is a place of this name already."""


class PlatformForbidsAsking(Exception):
    """Nobody may be asked to write there, or nobody could: it has no address."""


@transaction.atomic
def add_platform(place: Place, *, by: User | None) -> ReviewPlatform:
    """A new one. Raises PlatformIsTaken, PlatformForbidsAsking."""
    _refuse(place, None)
    platform = ReviewPlatform.objects.create(**_values(place))
    audit.record("review_platform.added", platform, by=by)
    return platform


@transaction.atomic
def edit_platform(platform: ReviewPlatform, place: Place, *, version: int, by: User | None) -> ReviewPlatform:
    """Change it. Raises SomebodyWasFaster, PlatformIsTaken, PlatformForbidsAsking."""
    platform = (
        ReviewPlatform.objects.select_for_update(of=("self",)).select_related("location").get(pk=platform.pk)
    )
    refuse_stale(platform, version)
    _refuse(place, platform)
    changed = [name for name, value in _values(place).items() if getattr(platform, name) != value]
    if changed:
        for name in changed:
            setattr(platform, name, getattr(place, name))
        if "address" in changed:
            platform.checked_at = platform.answer = None
        platform.version += 1
        platform.save(update_fields=[*changed, "checked_at", "answer", "version"])
        audit.record("review_platform.edited", platform, by=by, fields=changed)
    return platform


@transaction.atomic
def retire_platform(platform: ReviewPlatform, *, by: User | None) -> ReviewPlatform:
    """We are not there any more; what was written stays. Twice is once."""
    platform = ReviewPlatform.objects.select_for_update(of=("self",)).get(pk=platform.pk)
    if platform.retired_at is None:
        platform.retired_at, platform.is_asked = timezone.now(), False
        platform.save(update_fields=["retired_at", "is_asked"])
        audit.record("review_platform.retired", platform, by=by)
    return platform


def _values(place: Place) -> dict[str, object]:
    return asdict(place) | {"location": place.location}


def _refuse(place: Place, platform: ReviewPlatform | None) -> None:
    same = ReviewPlatform.objects.in_use().filter(name=place.name)
    if (same.exclude(pk=platform.pk) if platform else same).exists():
        raise PlatformIsTaken
    if place.is_asked and not (may_ask(place.kind) and place.address):
        raise PlatformForbidsAsking
