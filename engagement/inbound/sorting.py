"""What kind of mail came in, and what a bounce says. Pure."""

import re

from engagement.inbound.parsing import Parsed
from engagement.models import EventKind, InboundKind

BY_MACHINES = {"auto_reply", "auto-reply", "bulk", "junk", "list"}
QUESTION_WORDS = re.compile(
    r"[?¿]|\b(?:can you|could you|do you have|when|how much|please (?:call|ring|tell|send)|i would like"
    r"|k[öo]nnen sie|haben sie|wann|wie viel|pouvez-vous|avez-vous|quand|combien"
    r"|kunt u|heeft u|wanneer|hoeveel)\b",
    re.IGNORECASE,
)
NO_SUCH_ADDRESS = re.compile(r"5\.(?:1\.\d+|0\.0)")


def kind_of_mail(mail: Parsed) -> InboundKind:
    """A bounce, a machine's answer, or a person."""
    content = mail.headers.get("content-type", "").lower()
    if mail.report or ("multipart/report" in content and "delivery-status" in content):
        return InboundKind.BOUNCE
    if mail.from_email.partition("@")[0] in {"mailer-daemon", "postmaster"}:
        return InboundKind.BOUNCE
    return InboundKind.AUTO_REPLY if _is_by_a_machine(mail.headers) else InboundKind.REPLY


def asks_something(text: str) -> bool:
    """A question mark, or the words of one."""
    return bool(QUESTION_WORDS.search(text))


def event_of(report: dict[str, str]) -> EventKind | None:
    """What a delivery report means: only "no such address" blames the address for good."""
    action, status = report.get("action", ""), report.get("status", "")
    if action == "delayed":
        return EventKind.DEFERRED
    if action != "failed":
        return None
    return EventKind.HARD_BOUNCE if NO_SUCH_ADDRESS.fullmatch(status) else EventKind.SOFT_BOUNCE


def _is_by_a_machine(headers: dict[str, str]) -> bool:
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    named = {"x-autoreply", "x-autorespond", "x-auto-reply"} & headers.keys()
    return submitted != "no" or bool(named) or headers.get("precedence", "").strip().lower() in BY_MACHINES
