"""Who writes a line down, and which way it went."""

from random import Random

from crm.demo.people import AT_THE_TILL, IN_THE_BUSY_WEEKS

INCOMING = {"call", "email", "message", "social", "letter"}
CHANNELS = {
    "visit": "in_person",
    "call": "phone",
    "question": "in_person",
    "compliment": "in_person",
    "complaint_hint": "in_person",
    "asked_did_not_buy": "in_person",
    "email": "email",
    "message": "message",
    "social": "social",
    "letter": "post",
}


def usual_direction(kind: str) -> str:
    """The direction of a kind when nothing else is said; across the counter there is none."""
    return "in" if kind in INCOMING else ""


def who_logs(text: str, rolls: Random) -> str:
    """Somebody at the till whom the text does not speak of."""
    writers = [name for name in AT_THE_TILL if name not in text]
    return rolls.choice(writers or AT_THE_TILL)


def who_serves(season: str, rolls: Random) -> str:
    """Who stands at the till."""
    return rolls.choice(IN_THE_BUSY_WEEKS if season else AT_THE_TILL)


def how_long(kind: str, text: str, rolls: Random) -> int | None:
    """Minutes that somebody noted, for some visits and calls; never against what the text says."""
    if kind not in {"visit", "call"} or "minute" in text or "hour" in text or rolls.random() < 0.6:
        return None
    return rolls.choice((5, 5, 10, 10, 15, 20, 30) if kind == "visit" else (2, 3, 4, 5, 5, 8))
