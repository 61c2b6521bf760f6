"""In which language somebody answers: theirs where the whole survey speaks it, else that of the shop."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.utils.translation import get_language

from crm.shop.models import ShopSettings
from feedback.models import SurveyVersion
from feedback.page_words import SOURCE, short
from feedback.survey_translation import chosen_language, own_name

ASKED_FOR = "lang"


@dataclass(frozen=True)
class Tongue:
    """A language to switch to, called as those call it who speak it."""

    code: str
    name: str
    is_spoken: bool


def language_for(
    request: HttpRequest, version: SurveyVersion, shop: ShopSettings | None, theirs: str = ""
) -> str:
    """What the address asks for, what we know of them, what the shop speaks."""
    own = shop.language if shop else SOURCE
    offered = [short(own), *version.translations]
    found = chosen_language(offered, request.GET.get(ASKED_FOR, ""), theirs, otherwise=own)
    return own if found == short(own) else found


def version_in(version: SurveyVersion, language: str) -> SurveyVersion:
    """In memory like the version itself, which never changes; a draft is put into words each time."""
    return _in_memory(version, language) if version.pk else version.in_language(language)


@lru_cache(maxsize=200)
def _in_memory(version: SurveyVersion, language: str) -> SurveyVersion:
    return version.in_language(language)


def tongues_of(version: SurveyVersion, own: str) -> list[Tongue]:
    """All that may be chosen, the shop's first; none where there is nothing to choose."""
    if not version.translations or not own:
        return []
    now = short(get_language() or "")
    codes = [short(own), *sorted(version.translations)]
    return [Tongue(code, own_name(code), code == now) for code in codes]


def same_page(request: HttpRequest) -> str:
    """The address to come back to after the button was pressed: in the language that was asked for."""
    return f"{request.path}?{ASKED_FOR}={get_language()}" if ASKED_FOR in request.GET else request.path
