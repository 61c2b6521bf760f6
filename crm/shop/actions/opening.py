"""Opening the shop for the first time, and clearing the demo away."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.clearing import clear_everything_above
from crm.shop.models import (
    ApiToken,
    Device,
    Invitation,
    Job,
    Location,
    ShopSettings,
    StoredFile,
    User,
)
from crm.shop.permissions import Role


class ShopIsOpenAlready(Exception):
    """There is a shop in this database; it is not opened twice."""


@dataclass(frozen=True)
class NewShop:
    """What the first-run page asks."""

    name: str
    country: str
    time_zone: str
    currency: str
    language: str = "en-gb"


@transaction.atomic
def open_shop(shop: NewShop, *, owner_name: str, owner_email: str, password: str) -> User:
    """Make the shop, its first location and its owner.

    Raises ShopIsOpenAlready when somebody was faster.
    """
    settings, is_new = ShopSettings.objects.get_or_create(
        pk=1,
        defaults={
            "name": shop.name,
            "legal_name": shop.name,
            "country": shop.country,
            "phone_country": shop.country,
            "time_zone": shop.time_zone,
            "currency": shop.currency,
            "language": shop.language,
        },
    )
    if not is_new:
        raise ShopIsOpenAlready
    Location.objects.create(name=shop.name)
    owner = User.objects.create_user(owner_email, password, name=owner_name, role=Role.OWNER)
    audit.record("shop.opened", settings, by=owner)
    return owner


@transaction.atomic
def clear_demo_shop(*, by: User) -> None:
    """Take the demo shop away, its people and passwords included; the trail of it stays.

    Does nothing when the open shop is a real one.
    """
    shop = ShopSettings.objects.select_for_update().filter(pk=1, is_demo=True).first()
    if shop is None:
        return
    audit.record("shop.demo_cleared", shop, by=by)
    clear_everything_above()
    _forget_files()
    for model in (ApiToken, Device, Invitation, Job, StoredFile, Location):
        model.objects.all().delete()
    User.objects.all().delete()  # also whoever was invited while trying
    Session.objects.all().delete()
    shop.delete()


def _forget_files() -> None:
    """Uploaded files go from the disk when, and only when, their rows are really gone."""
    for path in StoredFile.objects.values_list("path", flat=True):
        whole = Path(settings.MEDIA_ROOT) / path
        transaction.on_commit(partial(whole.unlink, missing_ok=True))


def confirm_mail_after_restore(shop: ShopSettings, *, by: User) -> None:
    """Let mail leave again after a restore."""
    if ShopSettings.objects.filter(pk=shop.pk, mail_held_since__isnull=False).update(mail_held_since=None):
        audit.record("shop.mail_released", shop, by=by)


def hold_mail_after_restore(shop: ShopSettings) -> None:
    """Keep all mail in the house until the owner has looked at the restored shop."""
    ShopSettings.objects.filter(pk=shop.pk).update(mail_held_since=timezone.now())
    audit.record("shop.restored", shop, by=None)
