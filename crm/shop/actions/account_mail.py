"""Mail about somebody's own account.

It is queued, so that no answer takes longer because there is such an account.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.actions.job import queue_job
from crm.shop.jobs import job_kind
from crm.shop.models import Invitation, Job, ShopSettings, User

RESET_MAIL = "account.reset_mail"
NOTICE_MAIL = "account.notice_mail"
NOTICES = {
    "password_changed": gettext_lazy("Your password was changed."),
    "password_reset": gettext_lazy("Your password was set anew by a link from your mail."),
    "password_set": gettext_lazy("A password was set for your account."),
    "totp_activated": gettext_lazy("An authenticator app was added to your account."),
    "totp_deactivated": gettext_lazy("The authenticator app was removed from your account."),
    "webauthn_added": gettext_lazy("A passkey was added to your account."),
    "webauthn_removed": gettext_lazy("A passkey was removed from your account."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account."),
    "email_changed": gettext_lazy("You sign in with this address from now on."),
    "role_changed": gettext_lazy("Your role in the shop was changed."),
}
NOBODY = 0


def send_notice(notice: str, person: User) -> None:
    """Tell somebody, soon, that their account changed."""
    queue_job(NOTICE_MAIL, f"{person.pk}:{notice}", by=person)


def send_reset_link(person: User | None) -> None:
    """Mail a link for a new password, soon; for nobody the same work is done without a mail."""
    queue_job(RESET_MAIL, str(person.pk if person else NOBODY), by=None)


@job_kind(RESET_MAIL, is_quick=True)
def mail_reset_link(job: Job) -> None:
    """Write the link only now, so that no token waits in a table."""
    person = User.objects.active().filter(pk=int(job.about)).first()
    if person is None or _was_waiting_in_a_backup(job):
        return
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token}
    )
    with _words_of_the_shop() as shop:
        words = _(
            "Somebody, probably you, asked for a new password. Choose it here:\n\n%(link)s\n\n"
            "If it was not you, ignore this mail: nothing has changed."
        )
        _send(shop, person.email, _("A new password"), words % {"link": f"{settings.PUBLIC_URL}{path}"})


@job_kind(NOTICE_MAIL, is_quick=True)
def mail_notice(job: Job) -> None:
    """Tell somebody what happened to their account."""
    pk, notice = job.about.split(":")
    person = User.objects.filter(pk=int(pk)).first()
    if person is None or notice not in NOTICES or _was_waiting_in_a_backup(job):
        return
    with _words_of_the_shop() as shop:
        words = _("%(what)s\n\nIf it was not you, tell the owner of the shop at once.")
        _send(shop, person.email, _("Your account"), words % {"what": NOTICES[notice]})


def mail_invitation(invitation: Invitation, link: str) -> bool:
    """Invite somebody; False when mail is held. Whoever invites sees at once when it could not leave."""
    with _words_of_the_shop() as shop:
        words = _(
            "Hello %(name)s,\n\nyou are invited to work with us in %(shop)s. Choose your password here "
            "within seven days:\n\n%(link)s"
        )
        values = {"name": invitation.name, "shop": shop.name if shop else "", "link": link}
        return _send(shop, invitation.email, _("Your invitation"), words % values)


def _was_waiting_in_a_backup(job: Job) -> bool:
    shop = ShopSettings.current()
    return bool(shop and shop.mail_held_since and job.created_at < shop.mail_held_since)


@contextmanager
def _words_of_the_shop() -> Iterator[ShopSettings | None]:
    shop = ShopSettings.current()
    with translation.override(shop.language if shop else None):
        yield shop


def _send(shop: ShopSettings | None, email: str, subject: str, words: str) -> bool:
    named = f"{subject} · {shop.name}" if shop else subject
    text = f"{words}\n\n{shop.legal_footer if shop else ''}".strip() + "\n"
    return bool(EmailMessage(named, text, to=[email]).send())
