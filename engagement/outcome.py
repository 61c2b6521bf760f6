"""What becomes of a mail that could not be handed over, by class of trouble."""

from django.utils import timezone

from engagement.actions.mail_room import stop_mail
from engagement.actions.message_event import record_event
from engagement.actions.sending import give_up, leave_open, put_off
from engagement.actions.server_away import note_away
from engagement.models import EventKind, Message, MessageClass
from engagement.trouble import (
    BEHIND_THE_OTHERS,
    POISON_ATTEMPTS,
    Trouble,
    TroubleKind,
    most_attempts,
    pause_after,
)

FLAGS = {TroubleKind.BAD_ADDRESS: EventKind.HARD_BOUNCE, TroubleKind.MAILBOX_FULL: EventKind.SOFT_BOUNCE}


def settle(message: Message, trouble: Trouble) -> None:
    """Later, never, perhaps sent, or: nothing leaves any more until somebody looks."""
    if trouble.kind == TroubleKind.STOP:
        put_off(message, until=timezone.now(), problem=trouble.words, counts=False)
        stop_mail(trouble.words)
    elif trouble.kind == TroubleKind.AWAY:
        later = note_away(timezone.now()).until + BEHIND_THE_OTHERS
        put_off(message, until=later, problem=trouble.words, counts=False)
    elif trouble.kind == TroubleKind.LATER:
        _try_later(message, trouble.words, most=most_attempts(message.message_class))
    elif trouble.kind == TroubleKind.UNCERTAIN:
        _ask_or_repeat(message, trouble.words)
    else:
        give_up(message, problem=trouble.words)
        _flag(message, trouble)


def settle_poison(message: Message, problem: Exception) -> None:
    """It could not even be made: tried a few times, then left to people with its reason."""
    # Only the kind: the words of an exception may hold what a customer said.
    _try_later(message, f"could not be made: {type(problem).__name__}", most=POISON_ATTEMPTS)


def _try_later(message: Message, problem: str, *, most: int) -> None:
    if message.attempts >= most:
        give_up(message, problem=problem)
    else:
        put_off(message, until=timezone.now() + pause_after(message.attempts), problem=problem)


def _ask_or_repeat(message: Message, problem: str) -> None:
    """People who asked for something rather get it twice; nobody else gets anything twice."""
    if message.message_class == MessageClass.TRANSACTIONAL:
        _try_later(message, problem, most=most_attempts(message.message_class))
    else:
        leave_open(message, problem=problem)


def _flag(message: Message, trouble: Trouble) -> None:
    """The address is remembered, so that nobody tries it again."""
    if kind := FLAGS.get(trouble.kind):
        key = f"smtp:{message.pk}:{message.attempts}"
        record_event(
            kind, key=key, at=timezone.now(), message=message, address=message.to_email, note=trouble.words
        )
