"""What has to be put right before words may leave. Pure, but for the words it is given."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from engagement.models import EmailTemplateVersion, MessageClass

LINK = re.compile(r"\]\(([^)\s]*)")
FIELD = re.compile(r"\{\{\s*([^}|]*)")


@dataclass(frozen=True)
class Finding:
    """One thing about the words; an error keeps them from leaving."""

    words: str | Promise
    is_error: bool = True

    def __str__(self) -> str:
        return str(self.words)


def problems_of(version: EmailTemplateVersion | None, message_class: str) -> list[Finding]:
    """Everything that is wrong with these words, or could be better."""
    if version is None:
        return [Finding(_("There are no words for this mail."))]
    return [] if message_class in MessageClass.values else [Finding(_("Nobody knows this kind of mail."))]
