"""What servers and providers say, sorted by what has to be done."""

import smtplib

import pytest
import requests
from anymail.exceptions import (
    AnymailConfigurationError,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
    AnymailUnsupportedFeature,
)
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from engagement import provider_answers
from engagement.smtp_answers import Stage, trouble_of
from engagement.transport import MOST_PER_CONNECTION, Door
from engagement.trouble import Trouble, TroubleKind

MAIL = EmailMessage("Hello", "there", "shop@shop.example", ["anna@example.org"])


def answered(status: int) -> AnymailRequestsAPIError:
    response = requests.Response()
    response.status_code, response.reason = status, "so"
    return AnymailRequestsAPIError(response=response)


def unanswered(cause: Exception) -> AnymailRequestsAPIError:
    problem = AnymailRequestsAPIError("no answer")
    problem.__cause__ = cause
    return problem


@pytest.mark.parametrize(
    ("problem", "stage", "kind"),
    [
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), Stage.OPENING, "stop"),
        (smtplib.SMTPAuthenticationError(454, b"4.7.0 later"), Stage.OPENING, "away"),
        (smtplib.SMTPAuthenticationError(432, b"4.7.12 new password"), Stage.OPENING, "stop"),
        (smtplib.SMTPConnectError(421, b"busy"), Stage.OPENING, "away"),
        (smtplib.SMTPConnectError(554, b"blocked"), Stage.OPENING, "stop"),
        (smtplib.SMTPNotSupportedError("no AUTH"), Stage.OPENING, "stop"),
        (smtplib.SMTPNotSupportedError("no SMTPUTF8"), Stage.TALKING, "refused"),
        (smtplib.SMTPSenderRefused(421, b"closing", "x"), Stage.TALKING, "away"),
        (smtplib.SMTPSenderRefused(451, b"later", "x"), Stage.TALKING, "later"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.8 bad sender")}), Stage.TALKING, "refused"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"5.2.1 disabled")}), Stage.TALKING, "bad_address"),
        (smtplib.SMTPRecipientsRefused({"a": (554, b"no")}), Stage.TALKING, "refused"),
        (smtplib.SMTPDataError(-1, b"?"), Stage.HANDED, "uncertain"),
        (smtplib.SMTPDataError(-1, b"?"), Stage.TALKING, "away"),
        (smtplib.SMTPServerDisconnected("gone"), Stage.HANDED, "uncertain"),
        (TimeoutError("slow"), Stage.TALKING, "away"),
    ],
)
def test_each_answer_of_a_mail_server_is_one_kind_of_trouble(problem, stage, kind):
    assert trouble_of(problem, stage).kind == kind


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (AnymailConfigurationError("no key"), "stop"),
        (AnymailRecipientsRefused(), "bad_address"),
        (AnymailUnsupportedFeature("x"), "refused"),
        (answered(401), "stop"),
        (answered(403), "stop"),
        (answered(429), "later"),
        (answered(503), "later"),
        (answered(400), "refused"),
        (answered(200), "uncertain"),
        (unanswered(requests.ConnectTimeout()), "away"),
        (unanswered(requests.ConnectionError("NewConnectionError(refused)")), "away"),
        (unanswered(requests.ConnectionError("reset by peer")), "uncertain"),
        (unanswered(requests.ReadTimeout()), "uncertain"),
    ],
)
def test_each_answer_of_a_provider_is_one_kind_of_trouble(problem, kind):
    assert provider_answers.trouble_of(problem).kind == kind


def test_what_a_server_says_is_kept_in_one_line():
    words = trouble_of(smtplib.SMTPDataError(554, b"5.6.0 no\r\nBcc: x" + b"y" * 500), Stage.TALKING).words

    assert ("\n" in words, len(words)) == (False, 300)


class Shaky(BaseEmailBackend):
    """A server that hangs up between two mails."""

    opened = 0

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after, self.sent = after, 0

    def open(self) -> bool:
        Shaky.opened += self.sent == 0
        return True

    def send_messages(self, messages) -> int:
        if self.sent >= self.after:
            raise ConnectionResetError
        self.sent += 1
        return 1


@pytest.mark.parametrize("after", [1, 1000])
def test_a_door_opens_again_when_the_server_hung_up_between_two_mails(after):
    Shaky.opened = 0

    with Door(lambda: Shaky(after)) as door:
        for _ in range(3):
            door.hand_over(MAIL)

    assert Shaky.opened == (3 if after == 1 else 1)


def test_a_door_does_not_try_a_server_twice_that_never_took_anything():
    with Door(lambda: Shaky(0)) as door, pytest.raises(Trouble) as caught:
        door.hand_over(MAIL)

    assert caught.value.kind == TroubleKind.AWAY


def test_a_door_is_shut_after_many_mails():
    Shaky.opened = 0

    with Door(lambda: Shaky(1000)) as door:
        for _ in range(MOST_PER_CONNECTION + 1):
            door.hand_over(MAIL)

    assert Shaky.opened == 2


def test_a_provider_by_settings_gives_its_number(settings):
    settings.MAIL_TRANSPORT = "anymail.backends.test.EmailBackend"

    with Door() as door:
        numbers = [door.hand_over(EmailMessage("Hello", "there", to=["a@b.example"])) for _ in range(2)]

    assert numbers == ["0", "1"]
