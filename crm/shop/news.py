"""What a page that stands open asks for by itself: has a colleague, or a customer, done something meanwhile?

A socket that each floor fills from `ready()`. A page asks again and again (docs/operate.md says why,
with figures): one cheap statement, none while nobody sees the page, and more seldom the longer it stands.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from crm.shop.actions.audit import THE_CLOCK
from crm.shop.models import AuditEntry, User
from crm.shop.naming import address_of
from crm.shop.permissions import Permission
from crm.shop.verbs import in_words

ADDRESS = "/news/"
# How long a page has stood, and after how many seconds it asks again.
PAUSES = ((timedelta(minutes=5), 20), (timedelta(minutes=30), 60))
LONGEST_PAUSE = 180


@dataclass(frozen=True)
class Asked:
    """Who asks, about which row, and when their page was drawn."""

    user: User
    number: int
    since: datetime


@dataclass(frozen=True)
class News:
    """A sentence, where to look, and the part of the page that is drawn anew; empty: look beside it."""

    words: str
    address: str = ""
    part: str = ""

    @property
    def mark(self) -> str:
        """By which a page knows again what it says already: in addresses stands nothing of anybody."""
        return hashlib.sha256(f"{self.words} {self.address}".encode()).hexdigest()[:12]


Reporter = Callable[[Asked], News | None]
REPORTERS: dict[str, Reporter] = {}


def reports(kind: str) -> Callable[[Reporter], Reporter]:
    """Register who knows the news of one kind of page. They themselves say nothing to who may not hear it."""

    def register(reporter: Reporter) -> Reporter:
        REPORTERS[kind] = reporter
        return reporter

    return register


def watch_form(kind: str, model: type[Model], permission: Permission) -> None:
    """While somebody writes on a row, tell them that a colleague has changed it."""

    @reports(kind)
    def changed(asked: Asked) -> News | None:
        if not asked.user.can(permission):
            return None
        about = f"{model._meta.label_lower}:{asked.number}"
        entries = AuditEntry.objects.filter(about=about, at__gt=asked.since)
        entry = entries.exclude(actor_id=asked.user.pk).exclude(actor=THE_CLOCK).order_by("-id").first()
        if entry is None or not _is_seen(model, asked):
            return None
        words = _("%(who)s %(what)s meanwhile. What you typed stays.")
        return News(words % {"who": entry.actor, "what": in_words(entry.verb)}, address_of(about))


def _is_seen(model: Any, asked: Asked) -> bool:
    rows = model.objects.filter(pk=asked.number)
    return bool((rows.visible_to(asked.user) if hasattr(rows, "visible_to") else rows).exists())


def pause_after(standing: timedelta) -> int:
    """Seconds until a page asks again that stands for so long."""
    return next((pause for limit, pause in PAUSES if standing < limit), LONGEST_PAUSE)
