"""Inviting colleagues: by a link that works once, for seven days."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.actions.sign_in import INVITATION_MAIL, take
from crm.shop.models import Invitation, User
from crm.shop.tablet import fingerprint, new_token

VALID_FOR = timedelta(days=7)


class WorksHereAlready(Exception):
    """There is an account with this e-mail."""


class InvitationIsGone(Exception):
    """Used, taken back, too old, or never written: nobody is told which."""


@dataclass(frozen=True)
class Colleague:
    """Who is to join, and as what."""

    name: str
    email: str
    role: str


@transaction.atomic
def invite(colleague: Colleague, *, by: User) -> tuple[Invitation, str]:
    """Write an invitation and its link; an older open one for the same address stops working.

    Raises WorksHereAlready, TooManyTries.
    """
    take(INVITATION_MAIL, by.pk)
    email = colleague.email.lower()
    User.objects.select_for_update().get(pk=by.pk)
    if User.objects.filter(email=email).exists():
        raise WorksHereAlready
    for older in Invitation.objects.usable(timezone.now()).filter(email=email):
        revoke_invitation(older, by=by)
    token = new_token()
    invitation = Invitation.objects.create(
        email=email,
        name=colleague.name,
        role=colleague.role,
        token_hash=fingerprint(token),
        created_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    audit.record("invitation.sent", invitation, by=by)
    return invitation, f"{settings.PUBLIC_URL}{reverse('shop:invitation_accept', args=[token])}"


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Take an invitation back."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        audit.record("invitation.revoked", invitation, by=by)
    return invitation


def usable_invitation(token: str) -> Invitation:
    """The invitation behind a link.

    Raises InvitationIsGone.
    """
    found = Invitation.objects.usable(timezone.now()).filter(token_hash=fingerprint(token)).first()
    if found is None or User.objects.filter(email=found.email).exists():
        raise InvitationIsGone
    return found


@transaction.atomic
def accept_invitation(token: str, *, name: str, password: str) -> User:
    """Make the account; the link works no more.

    Raises InvitationIsGone.
    """
    open_ones = Invitation.objects.usable(timezone.now()).select_for_update(of=("self",))
    invitation = open_ones.filter(token_hash=fingerprint(token)).first()
    if invitation is None or User.objects.filter(email=invitation.email).exists():
        raise InvitationIsGone
    person = User.objects.create_user(invitation.email, password, name=name, role=invitation.role)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("invitation.accepted", invitation, by=person)
    return person
