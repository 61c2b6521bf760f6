"""The trail in words: what each changed field and each count is called.

Fields are called as their model calls them; what no model field names comes from a socket
that each floor fills from `ready()`.
"""

from collections.abc import Mapping

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location

Words = str | Promise
_FIELDS: dict[tuple[str, str], Words] = {}
_COUNTS: dict[str, Words] = {
    "cleared": _("lifted"),
    "rows": _("rows"),
    "sessions": _("sessions"),
}


def call_fields(model: type[Model], words: Mapping[str, Words]) -> None:
    """Register what parts of a thing are called that are no fields of it, or fields without a name."""
    _FIELDS.update({(model._meta.label_lower, name): text for name, text in words.items()})


def call_counts(words: Mapping[str, Words]) -> None:
    """Register what is counted."""
    _COUNTS.update(words)


def field_in_words(about: str, name: str) -> str:
    """What a person calls this field of "customers.customer:42"; its stored name when nobody said."""
    return str(_words_of(about.partition(":")[0], name) or name.replace("_", " "))


def is_field_in_words(model_label: str, name: str) -> bool:
    """Did somebody say what this field is called?"""
    return _words_of(model_label, name) is not None


def count_in_words(name: str) -> str:
    """What was counted."""
    return str(_COUNTS.get(name, name.replace("_", " ")))


def _words_of(model_label: str, name: str) -> Words | None:
    return _FIELDS.get((model_label, name)) or _by_model(model_label, name)


def _by_model(model_label: str, name: str) -> Words | None:
    try:
        words = getattr(apps.get_model(model_label)._meta.get_field(name), "verbose_name", None)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    # Names that Django made out of the column are in no language.
    return words if isinstance(words, Promise) else None


call_fields(Location, {"hours": _("opening hours")})
