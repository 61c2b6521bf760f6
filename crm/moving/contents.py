"""What leaves the shop when it moves out: every table, or the reason why not."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Model

_SECRET = "it opens the shop, and the next one makes its own"  # noqa: S105 - a reason, no secret
_WORK = "work of the moment, of no use elsewhere"
_COUNTED = "counted from the rest, and counted anew there"
_FRAMEWORK = "the program brings its own"

LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "shop.ApiToken",
            "shop.Invitation",
            "engagement.CalendarFeed",
            "engagement.Webhook",
            "engagement.WebhookDelivery",
            "mfa.Authenticator",
            "account.EmailConfirmation",
            "sessions.Session",
            "usersessions.UserSession",
        ),
        _SECRET,
    ),
    **dict.fromkeys(
        (
            "shop.ClockTick",
            "shop.IdempotencyKey",
            "shop.Job",
            "shop.SignInBucket",
            "shop.Submission",
            "customers.ImportLine",
        ),
        _WORK,
    ),
    **dict.fromkeys(
        (
            "customers.Buying",
            "customers.CategoryBought",
            "customers.SearchWord",
            "customers.Sign",
            "customers.TillRoll",
            "metrics.BuyingDay",
            "metrics.CohortMonth",
            "metrics.Count",
            "metrics.CustomerScore",
            "metrics.DailySum",
            "metrics.KeptInterval",
            "metrics.Pairing",
            "metrics.PurchaseModel",
            "metrics.Trait",
            "metrics.Uncounted",
        ),
        _COUNTED,
    ),
    **dict.fromkeys(
        ("auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType"), _FRAMEWORK
    ),
}
# What stands in the place of a secret: {model: {column: SQL}}.
BLANKED: Mapping[str, Mapping[str, str]] = {
    "shop.User": {"password": "'!'", "pin": "''"},
    "shop.Device": {"token_hash": "'moved-' || id"},
}


def tables() -> Iterator[type[Model]]:
    """Every model that moves, in the order of the floors."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label not in LEFT_OUT and model._meta.managed:
            yield model


def file_name(model: type[Model]) -> str:
    """How its files are called, without the ending."""
    return model._meta.label_lower.replace(".", "-")


def columns_of(model: type[Model]) -> list[str]:
    """Its columns in the database, in their order."""
    return [field.column for field in model._meta.concrete_fields if field.column]


def key_of(model: type[Model]) -> list[str]:
    """The columns that tell its rows apart."""
    return [field.column for field in model._meta.pk_fields if field.column]
