"""Who may do what, in one table. `docs/permissions.md` prints it, and a test keeps the two equal."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in the shop."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")
    SEASONAL = "seasonal", _("Seasonal")
    VIEWER = "viewer", _("Viewer")


class Permission(StrEnum):
    """One thing a person may do: noun.verb."""

    CUSTOMER_VIEW = "customer.view"
    CUSTOMER_ADD = "customer.add"
    CUSTOMER_EDIT = "customer.edit"
    CUSTOMER_CHANGE_MANY = "customer.change_many"
    CUSTOMER_EXPORT = "customer.export"
    SEGMENT_SHARE = "segment.share"
    STAGE_PIN = "stage.pin"
    CONSENT_RECORD = "consent.record"
    INTERACTION_LOG = "interaction.log"
    INTERACTION_CORRECT_ANY = "interaction.correct_any"
    PURCHASE_VIEW = "purchase.view"
    PURCHASE_RECORD = "purchase.record"
    CUSTOM_FIELD_EDIT = "custom_field.edit"
    IMPORT_RUN = "import.run"
    AUDIT_VIEW = "audit.view"
    STAFF_MANAGE = "staff.manage"
    SETTINGS_EDIT = "settings.edit"
    LOCATION_EDIT = "location.edit"
    DEVICE_ENROL = "device.enrol"
    API_TOKEN_MANAGE = "api_token.manage"  # noqa: S105 - the name of a right
    SHOP_CLEAR_DEMO = "shop.clear_demo"


_LOOK = frozenset({Permission.CUSTOMER_VIEW, Permission.PURCHASE_VIEW})
_COUNTER = _LOOK | {Permission.CUSTOMER_ADD, Permission.INTERACTION_LOG}
_FULL_COUNTER = _COUNTER | {
    Permission.CUSTOMER_EDIT,
    Permission.CONSENT_RECORD,
    Permission.PURCHASE_RECORD,
    Permission.STAGE_PIN,
}
_MANAGE = _FULL_COUNTER | {
    Permission.INTERACTION_CORRECT_ANY,
    Permission.CUSTOMER_CHANGE_MANY,
    Permission.CUSTOMER_EXPORT,
    Permission.SEGMENT_SHARE,
    Permission.CUSTOM_FIELD_EDIT,
    Permission.IMPORT_RUN,
    Permission.AUDIT_VIEW,
    Permission.LOCATION_EDIT,
    Permission.DEVICE_ENROL,
}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.VIEWER: _LOOK,
    Role.SEASONAL: _COUNTER,
    Role.STAFF: _FULL_COUNTER,
    Role.MANAGER: _MANAGE,
    Role.OWNER: frozenset(Permission),
}

# A PIN at the till never gives more than this, whoever holds it.
TILL_PERMISSIONS = _FULL_COUNTER


def permissions_of(role: str, *, by_pin: bool = False) -> frozenset[Permission]:
    """What a role may do; a person known only by a PIN gets at most staff rights."""
    granted = ROLE_PERMISSIONS.get(role, frozenset())
    return granted & TILL_PERMISSIONS if by_pin else granted
