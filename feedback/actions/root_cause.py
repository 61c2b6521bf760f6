"""Root causes: those a shop begins with, its own ones, and letting go of them."""

from django.db import transaction
from django.utils import timezone, translation

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from feedback.models import RootCause
from feedback.starter_causes import STARTER_CAUSES


@transaction.atomic
def install_starter_causes(*, by: User | None) -> int:
    """Once, in the shop's language; how many came. What the shop let go of does not come back."""
    shop = ShopSettings.current()
    if shop is None or RootCause.objects.exists():
        return 0
    with translation.override(shop.language):
        groups = RootCause.objects.bulk_create(
            RootCause(key=key, name=str(name)) for key, (name, _parts) in STARTER_CAUSES.items()
        )
        RootCause.objects.bulk_create(
            RootCause(key=f"{above.key}.{key}", name=str(words), above=above)
            for above in groups
            for key, words in STARTER_CAUSES[above.key][1].items()
        )
    count = RootCause.objects.count()
    audit.record("root_cause.installed", by=by, counts={"root_causes": count})
    return count


@transaction.atomic
def add_root_cause(name: str, *, above: RootCause | None, by: User | None) -> RootCause:
    """A cause of our own; one that was let go of comes back. Twice is once."""
    cause, is_new = RootCause.objects.get_or_create(name=name, above=above)
    if is_new or cause.retired_at is not None:
        RootCause.objects.filter(pk=cause.pk).update(retired_at=None)
        cause.retired_at = None
        audit.record("root_cause.added", cause, by=by)
    return cause


@transaction.atomic
def retire_root_cause(cause: RootCause, *, by: User | None) -> RootCause:
    """Nobody chooses it any more; where it was chosen, it stays. Twice is once."""
    cause = RootCause.objects.select_for_update().get(pk=cause.pk)
    if cause.retired_at is None:
        cause.retired_at = timezone.now()
        cause.save(update_fields=["retired_at"])
        audit.record("root_cause.retired", cause, by=by)
    return cause
