"""How django-allauth behaves in this shop: nobody signs up by themselves, and every answer looks alike."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from crm.shop.actions import audit
from crm.shop.actions.account_mail import NOTICES, send_notice
from crm.shop.actions.session import SHORT_PASSWORD, begin_session, end_sessions
from crm.shop.actions.sign_in import (
    SUDO,
    TooManyTries,
    give_back,
    give_back_sign_in,
    record_failure,
    take,
    take_sign_in,
)
from crm.shop.actions.till import note_full_sign_in
from crm.shop.models import ShopSettings, User
from crm.shop.passwords import AS_ONLY_FACTOR, SECOND_FACTORS
from crm.shop.sealing import seal, unseal
from crm.shop.tablet import tablet_of
from crm.shop.waiting import please_wait

FACTORS = "second factors"


def display_name(person: User) -> str:
    """What allauth's pages call somebody."""
    return person.name


class ShopAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by e-mail, counted exactly; accounts come from invitations."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account is made by invitation or on the first-run page, never here."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only pages of this very host."""
        request = self.request
        return bool(
            url_has_allowed_host_and_scheme(
                url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
            )
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address after crm/web/middleware.py looked at our proxies."""
        return str(request.META["REMOTE_ADDR"])

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person behind e-mail and password, or None; whoever does not work here counts as unknown."""
        email, address = str(credentials.get("email", "")), self.get_client_ip(request)
        try:
            take_sign_in(email, address)
        except TooManyTries as refusal:
            raise ImmediateHttpResponse(please_wait(request, refusal.seconds)) from refusal
        person = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if not isinstance(person, User):
            record_failure("sign_in.failed", User.objects.filter(email=email.lower()).first())
            return None
        give_back_sign_in(email, address)
        request.session[SHORT_PASSWORD] = len(credentials["password"]) < AS_ONLY_FACTOR
        return person

    def reauthenticate(self, user: User, password: str) -> bool:
        """Does the password still belong to the person who is signed in?"""
        try:
            take(SUDO, user.pk)
        except TooManyTries as refusal:
            raise ImmediateHttpResponse(please_wait(self.request, refusal.seconds)) from refusal
        if not user.check_password(password):
            record_failure("sign_in.proof_failed", user)
            return False
        give_back(SUDO, user.pk)
        return True

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """The ways to show it is still you, with a passkey called a passkey."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        for method in methods:
            if method["id"] == "mfa_reauthenticate:webauthn":
                method["description"] = _("Use a passkey")
        return methods

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Like any other sign-in that did not work."""
        record_failure("sign_in.failed", user)
        messages.error(request, _("That did not work. Please try again."))
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session; on an enrolled tablet this also lets PINs work for today."""
        is_short = request.session.get(SHORT_PASSWORD, False)
        super().login(request, user)
        request.session[SHORT_PASSWORD] = is_short
        begin_session(request, user, verb="user.signed_in")
        if tablet := tablet_of(request):
            note_full_sign_in(tablet, by=user)

    def logout(self, request: HttpRequest) -> None:
        """End the session on the server, and write it down."""
        if isinstance(person := request.user, User):
            audit.record("user.signed_out", person, by=person)
        super().logout(request)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Write down what changed about somebody's sign-in, tell them, and end their other sessions."""
        notice = template_prefix.rsplit("/", 1)[-1]
        if notice not in NOTICES:
            return
        audit.record(f"user.{notice}", user, by=user)
        send_notice(notice, user)
        if template_prefix.startswith("mfa/"):
            end_sessions(user, by=user, keep=self.request.session.session_key)


class ShopMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are not readable in the database."""

    def encrypt(self, text: str) -> str:
        """The text, unreadable without the SECRET_KEY."""
        return seal(text, purpose=FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        """The text again, also when the key was changed in between."""
        return unseal(encrypted_text, purpose=FACTORS)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one where everybody needs one."""
        shop = ShopSettings.current()
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=SECOND_FACTORS)
        is_last = not others.exclude(pk=authenticator.pk).exists()
        return not (shop and shop.requires_second_factor and is_last)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's
        """What a new passkey is called until somebody gives it a name."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1}

    def _get_site_name(self) -> str:
        shop = ShopSettings.current()
        return shop.name if shop else "Regulars"
