"""People who work here: their role, their leaving and coming back."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.account_mail import send_notice
from crm.shop.actions.session import end_sessions
from crm.shop.hand_over import hand_over_everything
from crm.shop.models import User
from crm.shop.stale import SomebodyWasFaster, changed_fields, state_of

SHOWN = ("name", "email", "role")
SIGNS_OUT = frozenset({"email", "role"})


class LastOwnerStays(Exception):
    """A shop without an owner could never be changed again."""


class EmailIsTaken(Exception):
    """Somebody else signs in with this address."""


def state_of_person(person: User) -> str:
    """What the edit form has seen of this person."""
    return state_of(person, SHOWN)


@transaction.atomic
def edit_person(person: User, *, name: str, email: str, role: str, state: str, by: User) -> User:
    """Change somebody's name, address or role. The last two take effect with a new sign-in.

    Raises LastOwnerStays, EmailIsTaken, SomebodyWasFaster.
    """
    person = _locked(person)
    answers = {"name": name, "email": email.lower(), "role": role}
    changed = changed_fields(person, answers)
    if not changed:
        return person
    if state != state_of_person(person):
        raise SomebodyWasFaster
    if "role" in changed:
        _keep_an_owner(person)
    if "email" in changed:
        _take_address(person, answers["email"])
    for name_of_field, answer in answers.items():
        setattr(person, name_of_field, answer)
    person.save(update_fields=SHOWN)
    audit.record("user.edited", person, by=by, fields=changed)
    if SIGNS_OUT.intersection(changed):
        end_sessions(person, by=by)
    for field in SIGNS_OUT.intersection(changed):
        send_notice(f"{field}_changed", person)
    return person


def _take_address(person: User, email: str) -> None:
    """Make sure that the new address is free, and that the old one opens nothing any more."""
    if User.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise EmailIsTaken
    EmailAddress.objects.filter(user=person).delete()


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
