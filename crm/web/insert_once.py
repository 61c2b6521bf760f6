"""A row that is there once: written, or found to be there, without a savepoint around it."""

from django.db.models import Model
from django.db.models.constants import OnConflict


def insert_once(row: Model) -> bool:
    """Write a new row and give it its number; False, and nothing written, where a unique one stands.

    `bulk_create(ignore_conflicts=True)` does the same, but tells neither the number nor what happened.
    """
    meta = type(row)._meta
    fields = [field for field in meta.concrete_fields if field is not meta.pk]
    (written,) = type(row)._base_manager._insert(  # type: ignore[attr-defined]
        [row], fields=fields, returning_fields=[meta.pk], on_conflict=OnConflict.IGNORE
    )
    if written is None:
        return False
    row.pk, row._state.adding = written[0], False
    return True
