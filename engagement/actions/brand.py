"""How the shop's mail looks: its logo, colours and signature."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from crm.shop.actions import audit
from crm.shop.models import StoredFile, User
from crm.shop.stale import changed_fields
from customers.stale import refuse_stale
from engagement.models import Brand
from engagement.pictures import picture_of


@transaction.atomic
def edit_brand(values: Mapping[str, Any], *, version: int, by: User) -> Brand:
    """Change it for every mail that is written from now on.

    Raises SomebodyWasFaster when `version` is not the stored one.
    """
    Brand.objects.get_or_create(pk=1)
    brand = Brand.objects.select_for_update(of=("self",)).get(pk=1)
    refuse_stale(brand, version)
    if changed := changed_fields(brand, dict(values)):
        old = brand.logo if "logo" in changed else None
        for name in changed:
            setattr(brand, name, values[name])
        brand.version += 1
        brand.save(update_fields=[*changed, "version"])
        audit.record("brand.edited", brand, by=by, fields=changed)
        if old is not None:
            _forget(old)
    return brand


def receive_logo(name: str, blocks: Iterable[bytes], *, brought_by: User) -> StoredFile:
    """Keep a picture under a random name. Raises NotAPicture; then nothing of it stays."""
    content = b"".join(blocks)
    picture_of(content)
    relative = f"brand/{secrets.token_hex(16)}"
    path = Path(settings.MEDIA_ROOT) / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    short = Path(name.replace("\\", "/")).name[-200:]
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        return StoredFile.objects.create(
            name=short, path=relative, size=len(content), sha256=sha256, created_by=brought_by
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def drop_logo(stored: StoredFile) -> None:
    """It was brought, and then not wanted after all."""
    with transaction.atomic():
        _forget(stored)


def _forget(stored: StoredFile) -> None:
    """The row, and the file when the row is really gone."""
    path = Path(settings.MEDIA_ROOT) / stored.path
    stored.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True))
