"""allauth's forms where this shop counts exactly."""

from typing import Any

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.shop.actions.account_mail import send_reset_link
from crm.shop.actions.sign_in import (
    RESET_ADDRESS,
    RESET_MAIL,
    SECOND_FACTOR,
    TooManyTries,
    give_back,
    neighbourhood,
    record_failure,
    take,
)
from crm.shop.models import User
from crm.shop.waiting import please_wait


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]
    """Asks for a mail with a link; whether there is such an account shows nowhere."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue the mail, and the same work when there is nobody to write to."""
        email = str(self.cleaned_data["email"]).lower()
        try:
            take(RESET_ADDRESS, neighbourhood(request.META["REMOTE_ADDR"]))
            take(RESET_MAIL, email)
        except TooManyTries as refusal:
            raise ImmediateHttpResponse(please_wait(request, refusal.seconds)) from refusal
        send_reset_link(User.objects.active().filter(email=email).first())
        return email


class _CountsTries(BaseAuthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        try:
            take(SECOND_FACTOR, self.user.pk)
        except TooManyTries as refusal:
            raise ImmediateHttpResponse(please_wait(context.request, refusal.seconds)) from refusal
        code = str(super().clean_code())
        give_back(SECOND_FACTOR, self.user.pk)
        return code

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        record_failure("sign_in.second_factor_failed", self.user)
        super()._emit_authentication_failed(authenticator)


class SecondFactorForm(_CountsTries, AuthenticateForm):  # type: ignore[misc]
    """A code from the app or from the list, counted exactly."""


class ProveAgainForm(_CountsTries, ReauthenticateForm):  # type: ignore[misc]
    """The same, for somebody who is signed in already."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey opens the door alone, unless somebody wants it only beside their password."""

    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        required=False,
        initial=True,
        help_text=_("Without this it only confirms your password. Your device asks for its PIN or finger."),
    )
