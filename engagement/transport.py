"""Handing mails over, to a mail server or a provider, many through one connection."""

import smtplib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from engagement import smtp_answers
from engagement.smtp_answers import Stage
from engagement.trouble import Trouble, TroubleKind

SMTP = "django.core.mail.backends.smtp.EmailBackend"
# Some servers end a talk that goes on for too long.
MOST_PER_CONNECTION = 50


class _Noting:
    """Remembers whether the whole of a mail went out: from then on silence is not a no."""

    is_handed = False

    def mail(self, sender: str, options: Any = ()) -> Any:
        """A new mail begins."""
        self.is_handed = False
        return super().mail(sender, options)  # type: ignore[misc]

    def send(self, s: Any) -> None:
        """The dot that ends a mail is sent together with it."""
        if isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"):
            self.is_handed = True
        super().send(s)  # type: ignore[misc]


class NotingSMTP(_Noting, smtplib.SMTP):
    """Plain, or TLS from the second word on."""


class NotingSMTPS(_Noting, smtplib.SMTP_SSL):
    """TLS from the first word on."""


class NotingBackend(EmailBackend):
    """Django's own, with a connection that knows how far it came."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return NotingSMTPS if self.use_ssl else NotingSMTP

    @property
    def stage(self) -> Stage:
        """How far the last mail came."""
        if not isinstance(self.connection, _Noting):
            return Stage.OPENING
        return Stage.HANDED if self.connection.is_handed else Stage.TALKING


class Door:
    """The way out. `with Door() as door: door.hand_over(mail)`; it opens at the first mail."""

    def __init__(self, make: Callable[[], BaseEmailBackend] | None = None) -> None:
        self._make = make or _backend
        self._backend: BaseEmailBackend | None = None
        self._handed_over = 0

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_problem: object) -> None:
        self.shut()

    def hand_over(self, mail: EmailMessage) -> str:
        """Give one mail away; the provider's number for it, where there is one. Raises `Trouble`."""
        if self._handed_over >= MOST_PER_CONNECTION:
            self.shut()
        was_open = self._backend is not None
        try:
            self._talk(mail)
        except Trouble as trouble:
            self.shut()
            # They hung up between two mails: that says nothing about this one.
            if trouble.kind != TroubleKind.AWAY or not was_open:
                raise
            self._talk(mail)
        self._handed_over += 1
        return _number_of(mail)

    def shut(self) -> None:
        """Say goodbye; whoever does not answer that is gone already."""
        backend, self._backend, self._handed_over = self._backend, None, 0
        if backend is not None:
            try:
                backend.close()
            except OSError:
                return

    def _talk(self, mail: EmailMessage) -> None:
        try:
            self._backend = self._backend or self._make()
            self._backend.open()
            self._backend.send_messages([mail])
        except Exception as problem:
            if trouble := self._trouble_of(problem):
                raise trouble from problem
            raise

    def _trouble_of(self, problem: Exception) -> Trouble | None:
        """What went wrong on the way; None when the mistake is ours."""
        if _is_of_a_provider(problem):
            # Not at the top: a shop with a mail server of its own never needs what this loads.
            from engagement.provider_answers import trouble_of

            return trouble_of(problem)
        if isinstance(problem, OSError):  # smtplib's own are of this kind
            stage = self._backend.stage if isinstance(self._backend, NotingBackend) else Stage.OPENING
            return smtp_answers.trouble_of(problem, stage)
        return None


def _is_of_a_provider(problem: Exception) -> bool:
    return any(kind.__module__.partition(".")[0] == "anymail" for kind in type(problem).__mro__)


def _backend() -> BaseEmailBackend:
    if settings.MAIL_TRANSPORT == SMTP:
        return NotingBackend()
    return get_connection(settings.MAIL_TRANSPORT)


def _number_of(mail: EmailMessage) -> str:
    number = getattr(getattr(mail, "anymail_status", None), "message_id", None)
    return "" if number is None else str(number)[:120]
