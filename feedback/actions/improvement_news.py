"""Telling those who raised it and asked to hear: you said, we did. One mail each, ever."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from customers.models import Customer
from engagement.actions.message import Draft, plan_message
from engagement.models import EmailTemplate, Message, MessageClass, MessageState
from feedback.models import HearBack, Improvement, ImprovementNotice, ThemeMention
from feedback.voices import Said, all_said

KEY, PURPOSE = "you_said_we_did", "improvement_news"
SUBJECT = gettext_noop("You said, we did")
BODY = "{{ question }}\n\n{{ answer }}"
PRIORITY = 15
REACHED_NOBODY = (MessageState.SKIPPED, MessageState.FAILED, MessageState.CANCELLED)


@dataclass(frozen=True)
class Listener:
    """Somebody to be told, and the words of theirs that we quote."""

    customer: Customer
    said: Said


class NothingToTell(Exception):
    """It is not decided yet, or nobody has written what we say about it."""


def listeners_of(improvement: Improvement, user: User) -> list[Listener]:
    """Who raised it, asked to hear and has not been told: each once, with the first thing they said."""
    told = ImprovementNotice.objects.filter(improvement=improvement).values("customer")
    asked = HearBack.objects.filter(about__in=_texts_of(improvement)).exclude(customer__in=told)
    rows = list(asked.select_related("customer").order_by("at", "pk"))
    texts = all_said([row.about for row in rows], user)
    first: dict[int, Listener] = {}
    for row in rows:
        if row.about in texts:
            first.setdefault(row.customer_id, Listener(row.customer, texts[row.about]))
    return list(first.values())


@transaction.atomic
def tell_listeners(improvement: Improvement, *, by: User) -> int:
    """Plan their mails; how many. Again tells only those who came since. Raises NothingToTell."""
    improvement = Improvement.objects.select_for_update(of=("self",)).get(pk=improvement.pk)
    if not improvement.is_decided or not improvement.public_words:
        raise NothingToTell
    listeners = listeners_of(improvement, by)
    for listener in listeners:
        ImprovementNotice.objects.create(
            improvement=improvement, customer=listener.customer, about=listener.said.about
        )
        plan_message(draft_for(improvement, listener), customer=listener.customer, by=None)
    if listeners:
        audit.record("improvement.told", improvement, by=by, counts={"customers": len(listeners)})
    return len(listeners)


def missed_by_mail(improvement: Improvement) -> QuerySet[Message]:
    """The mails about it that reached nobody: these people have to be told in another way."""
    mails = Message.objects.real().filter(purpose=PURPOSE, about=audit.label(improvement))
    missed = mails.filter(state__in=REACHED_NOBODY, customer__isnull=False)
    return missed.select_related("customer").order_by("pk")


def draft_for(improvement: Improvement, listener: Listener) -> Draft:
    """The mail: they asked to be told, so it is an answer and no advertising."""
    shop = ShopSettings.current()
    template = EmailTemplate.objects.in_use().filter(key=KEY).exclude(current=None).first()
    with translation.override(listener.customer.language or (shop.language if shop else "en")):
        subject = _(SUBJECT)
    return Draft(
        dedupe_key=f"improvement:{improvement.pk}:{listener.customer.pk}",
        message_class=MessageClass.TRANSACTIONAL,
        purpose=PURPOSE,
        about=audit.label(improvement),
        template=template,
        subject="" if template else subject,
        body="" if template else BODY,
        context={"question": listener.said.text, "answer": improvement.public_words},
        priority=PRIORITY,
    )


@transaction.atomic
def wish_to_hear(said: Said, customer: Customer, *, wishes: bool, by: User | None) -> None:
    """They want to hear what we do about what they said, or no longer do. Twice is once."""
    if wishes:
        _row, is_changed = HearBack.objects.get_or_create(
            about=said.about, defaults={"customer": customer, "by": by}
        )
    else:
        gone, _tables = HearBack.objects.filter(about=said.about).delete()
        is_changed = bool(gone)
    if is_changed:
        audit.record("hear_back.asked" if wishes else "hear_back.dropped", said.about, by=by)


def _texts_of(improvement: Improvement) -> Iterable[str]:
    """The texts it rests on: those named, and all about the themes named."""
    named = list(improvement.evidence.values_list("about", flat=True))
    themes = [key.partition(":")[2] for key in named if key.startswith("feedback.theme:")]
    numbers = [int(number) for number in themes if number.isdecimal()]
    mentions = ThemeMention.objects.filter(theme__in=numbers) | ThemeMention.objects.filter(
        theme__above__in=numbers
    )
    return {*named, *mentions.values_list("about", flat=True)}
