"""People who work here: their role, their leaving and coming back."""

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.account_mail import send_notice
from crm.shop.actions.session import end_sessions
from crm.shop.hand_over import hand_over_everything
from crm.shop.models import User
from crm.shop.stale import SomebodyWasFaster, changed_fields, state_of

SHOWN = ("name", "role")


class LastOwnerStays(Exception):
    """A shop without an owner could never be changed again."""


def state_of_person(person: User) -> str:
    """What the edit form has seen of this person."""
    return state_of(person, SHOWN)


@transaction.atomic
def edit_person(person: User, *, name: str, role: str, state: str, by: User) -> User:
    """Change somebody's name or role. A new role takes effect with a new sign-in.

    Raises LastOwnerStays, SomebodyWasFaster.
    """
    person = _locked(person)
    changed = changed_fields(person, {"name": name, "role": role})
    if not changed:
        return person
    if state != state_of_person(person):
        raise SomebodyWasFaster
    if "role" in changed:
        _keep_an_owner(person)
    person.name, person.role = name, role
    person.save(update_fields=["name", "role"])
    audit.record("user.edited", person, by=by, fields=changed)
    if "role" in changed:
        end_sessions(person, by=by)
        send_notice("role_changed", person)
    return person


@transaction.atomic
def deactivate_person(person: User, *, to: User | None = None, by: User) -> dict[str, int]:
    """Somebody no longer works here: they are out at once, and their open work goes to somebody else.

    How much of each kind changed hands. Raises LastOwnerStays.
    """
    person = _locked(person)
    if not person.is_active:
        return {}
    _keep_an_owner(person)
    person.is_active, person.deactivated_at, person.pin = False, timezone.now(), ""
    person.set_unusable_password()
    person.save(update_fields=["is_active", "deactivated_at", "pin", "password"])
    end_sessions(person, by=by)
    handed = hand_over_everything(person, to=to, by=by)
    audit.record("user.deactivated", person, by=by, counts=handed)
    return handed


@transaction.atomic
def reactivate_person(person: User, *, by: User) -> User:
    """Somebody is back; they choose a new password by a link in their mail."""
    person = _locked(person)
    if not person.is_active:
        person.is_active, person.deactivated_at = True, None
        person.save(update_fields=["is_active", "deactivated_at"])
        audit.record("user.reactivated", person, by=by)
    return person


def _locked(person: User) -> User:
    # All owners in one order: two who demote each other at once wait for one another.
    list(User.objects.owners().order_by("pk").select_for_update())
    locked: User = User.objects.select_for_update().get(pk=person.pk)
    return locked


def _keep_an_owner(person: User) -> None:
    if person.is_owner and not User.objects.owners().exclude(pk=person.pk).exists():
        raise LastOwnerStays
