"""What a mail server's answer means. Pure: an exception of smtplib in, a `Trouble` out."""

import re
import smtplib
from enum import StrEnum

from engagement.trouble import Trouble, TroubleKind

ENHANCED = re.compile(r"\b([245])\.([0-9]{1,3})\.([0-9]{1,3})\b")
BAD_ADDRESS_CODES = {550, 551, 553}
NEW_PASSWORD_WANTED = 432


class Stage(StrEnum):
    """How far the talk with the server had come."""

    OPENING = "opening"  # connection, TLS, name and password
    TALKING = "talking"  # sender and recipient
    HANDED = "handed"  # the mail itself went out; its answer is all that is missing


def trouble_of(problem: Exception, stage: Stage) -> Trouble:
    """Which trouble this is; the words are the server's own where it said any."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(problem.recipients.values()))
        return Trouble(_kind_for_recipient(code, _text(words)), _said(code, words))
    if isinstance(problem, smtplib.SMTPResponseException):
        return _trouble_of_answer(problem, stage)
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        kind = TroubleKind.STOP if stage == Stage.OPENING else TroubleKind.REFUSED
        return Trouble(kind, str(problem))
    if stage == Stage.HANDED:
        return Trouble(TroubleKind.UNCERTAIN, _plainly(problem))
    return Trouble(TroubleKind.AWAY, _plainly(problem))


def _trouble_of_answer(problem: smtplib.SMTPResponseException, stage: Stage) -> Trouble:
    code, said = problem.smtp_code, _said(problem.smtp_code, problem.smtp_error)
    if isinstance(problem, smtplib.SMTPSenderRefused):
        return Trouble(_kind_for_sender(code, said), said)
    if stage == Stage.OPENING:
        is_about_us = code >= 500 or code == NEW_PASSWORD_WANTED
        return Trouble(TroubleKind.STOP if is_about_us else TroubleKind.AWAY, said)
    if code == -1:  # smtplib's word for an answer it could not read
        kind = TroubleKind.UNCERTAIN if stage == Stage.HANDED else TroubleKind.AWAY
        return Trouble(kind, said)
    return Trouble(_kind_for_words(code, said), said)


def _kind_for_recipient(code: int, said: str) -> TroubleKind:
    if code < 500:
        return TroubleKind.LATER
    enhanced = ENHANCED.search(said)
    if enhanced is None:
        return TroubleKind.BAD_ADDRESS if code in BAD_ADDRESS_CODES else TroubleKind.REFUSED
    return _by_subject(enhanced[2], enhanced[3])


def _kind_for_sender(code: int, said: str) -> TroubleKind:
    """The server may refuse us, or only the size of this mail."""
    if code < 500:
        return TroubleKind.AWAY if code == 421 else TroubleKind.LATER
    return TroubleKind.REFUSED if code == 552 or "5.3.4" in said else TroubleKind.STOP


def _kind_for_words(code: int, said: str) -> TroubleKind:
    """The answer to the mail as a whole: only a clear word condemns the address."""
    if code < 500:
        return TroubleKind.LATER
    enhanced = ENHANCED.search(said)
    return _by_subject(enhanced[2], enhanced[3]) if enhanced else TroubleKind.REFUSED


def _by_subject(subject: str, detail: str) -> TroubleKind:
    """RFC 3463: x.1.x is about the address (x.1.8 about ours), x.2.2 about a full mailbox."""
    if subject == "1":
        return TroubleKind.REFUSED if detail in {"7", "8"} else TroubleKind.BAD_ADDRESS
    if (subject, detail) == ("2", "1"):
        return TroubleKind.BAD_ADDRESS
    return TroubleKind.MAILBOX_FULL if subject == "2" else TroubleKind.REFUSED


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {_text(words)}"


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)


def _plainly(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}".rstrip(": ")
