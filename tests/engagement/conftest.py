"""A mail server that does as it is told, and a shop whose mail may leave."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from django.utils import timezone

from customers.actions.consent import Answer, record_consent
from customers.models import Customer
from engagement.actions.message import Draft, plan_message
from engagement.models import Message
from tests.engagement.automations import automation_on, buy, words  # noqa: F401 - fixtures

Draft_ = Callable[..., Message]


@dataclass
class Sink:
    """Keeps what it gets; `answers` are what it says instead of yes: {"RCPT": "550 5.1.1 nobody"}."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    on_data: Callable[[], None] | None = None
    hangs_up_after: str = ""

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def handle_MAIL(  # noqa: N802 - the name is the library\'s
        self, server: SMTP, _s: Session, envelope: Envelope, address: str, _o: Any
    ) -> str:
        envelope.mail_from = address
        return self._answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802 - the name is the library\'s
        self, server: SMTP, _s: Session, envelope: Envelope, address: str, _o: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer(server, "RCPT")

    async def handle_DATA(  # noqa: N802 - the name is the library\'s
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.on_data:
            self.on_data()
        answer = self._answer(server, "DATA")
        if answer.startswith("250"):
            self.raw.append(bytes(envelope.content or b""))
            self.mails.append(message_from_bytes(self.raw[-1], policy=policy.default))  # type: ignore[arg-type]
        return answer

    def _answer(self, server: SMTP, word: str) -> str:
        if self.hangs_up_after == word and server.transport:
            server.transport.abort()
        return self.answers.get(word, "250 fine")


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """A server on a port of its own; the shop is told where it is."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        kept = Sink(free.getsockname()[1])
    controller = Controller(
        kept,
        hostname="127.0.0.1",
        port=kept.port,
        auth_require_tls=False,
        authenticator=lambda *_asked: AuthResult(success=kept.answers.get("AUTH") is None, handled=False),
    )
    controller.start()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.PUBLIC_URL = "https://shop.example"
    settings.DEFAULT_FROM_EMAIL = "Regulars <shop@shop.example>"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", kept.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 2
    yield kept
    controller.stop()


@pytest.fixture
def plan(anna: Customer) -> Draft_:
    """plan("marketing") plans one for Anna; each is another mail."""
    made: list[str] = []

    def planned(
        message_class: str = "transactional", customer: Customer | None = anna, **more: Any
    ) -> Message:
        made.append(f"test:{len(made)}")
        values = {"subject": "Your order", "body": "It is here, {{ first_name|friend }}.", "topic": ""}
        if message_class != "transactional":
            values["topic"] = "news"
            record_consent(anna, Answer("email", "news", is_given=True, source="till"), by=None)
        draft = Draft(made[-1], message_class, "test", **(values | more))
        return plan_message(draft, customer=customer, by=None)

    return planned


@pytest.fixture
def at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose turn it is has tests of its own (test_turn.py); here it is always theirs, also at night."""
    monkeypatch.setattr("engagement.delivery.next_allowed", lambda *_asked: None)
    monkeypatch.setattr("engagement.delivery.why_not_its_turn", lambda *_asked: None)


def again(message: Message) -> Message:
    """As it is in the book now."""
    return Message.objects.get(pk=message.pk)


def make_due(message: Message) -> None:
    """As if its pause were over."""
    Message.objects.filter(pk=message.pk).update(not_before=timezone.now() - timedelta(seconds=1))
