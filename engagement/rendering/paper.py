"""The paper a mail is written on: tables, styles in every tag, nothing that lies elsewhere."""

from functools import lru_cache
from pathlib import Path

from css_inline import CSSInliner
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from engagement.rendering.frame import Frame
from engagement.rendering.look import Look

# What may have the look of the screen it is read on stays a rule; the rest is written into the tags.
_INLINER = CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
_STYLES = Path(__file__).with_name("mail.css").read_text(encoding="utf-8")
_OUTLOOK_BEGINS = SafeString(
    '<!--[if mso]><table role="presentation" width="600" align="center"><tr><td><![endif]-->'
)
_OUTLOOK_ENDS = SafeString("<!--[if mso]></td></tr></table><![endif]-->")
_PAGE = (
    '<!doctype html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark">'
    '<meta name="supported-color-schemes" content="light dark">'
    '<meta name="format-detection" content="telephone=no, date=no, address=no">'
    "<title>{subject}</title><style>{styles}</style></head><body>"
    '<table role="presentation" class="desk"><tr><td class="desk-inside" align="center">{begins}'
    '<table role="presentation" class="paper">{test}{head}'
    '<tr><td class="words">{words}{signature}</td></tr>'
    '<tr><td class="foot">{foot}</td></tr></table>{ends}</td></tr></table></body></html>'
)


def page(subject: str, words: SafeString, look: Look, frame: Frame) -> str:
    """The whole mail; `subject` and `words` may hold marks."""
    html = format_html(
        _PAGE,
        language=frame.language,
        direction="rtl" if _is_from_the_right(frame.language) else "ltr",
        subject=subject,
        styles=styles(look),
        begins=_OUTLOOK_BEGINS,
        ends=_OUTLOOK_ENDS,
        test=_test_strip(frame),
        head=_head(look, frame),
        words=words,
        signature=_signature(look, frame),
        foot=_foot(frame),
    )
    return _INLINER.inline(str(html))


@lru_cache(maxsize=8)
def styles(look: Look) -> SafeString:
    """The styles in the colours of the brand; they were looked at before they came here."""
    colours = {
        "ON_COLOUR": look.words_on_colour,
        "COLOUR": look.colour,
        "LIT_LINK": look.link_in_the_dark,
        "LINK": look.link,
    }
    found = _STYLES
    for word, colour in colours.items():
        found = found.replace(word, colour)
    return SafeString(found)


def text_foot(frame: Frame) -> str:
    """What stands below a mail for those who read plain text."""
    choices = [f"{words}: {address}" for words, address in _choices(frame) if address]
    lines = [*_whose(frame), frame.reason, *choices]
    return "\n".join(["-- ", *filter(None, lines)])


def _whose(frame: Frame) -> list[str]:
    """Who writes and where they are; the name once, also when the imprint begins with it."""
    imprint = [line.strip() for line in frame.legal_footer.splitlines() if line.strip()]
    return imprint if imprint and imprint[0].startswith(frame.sender) else [frame.sender, *imprint]


def _head(look: Look, frame: Frame) -> SafeString:
    if look.logo_size is None:
        return format_html('<tr><td class="head"><p class="name">{}</p></td></tr>', frame.shop_name)
    width, height = look.logo_size
    return format_html(
        '<tr><td class="head"><table role="presentation"><tr><td class="logo-plate">'
        '<img class="logo" src="cid:logo" width="{}" height="{}" alt="{}"></td></tr></table></td></tr>',
        width,
        height,
        look.logo_words or frame.shop_name,
    )


def signature_of(look: Look, frame: Frame) -> str:
    """No letter ends without a name."""
    return look.signature or frame.shop_name


def _signature(look: Look, frame: Frame) -> SafeString:
    written = signature_of(look, frame).splitlines()
    lines = format_html_join(SafeString("<br>"), "{}", ((line,) for line in written))
    return format_html('<p class="signature">{}</p>', lines)


def _test_strip(frame: Frame) -> SafeString:
    words = _("A test. The links of the customer lead nowhere here.")
    return format_html('<tr><td class="test">{}</td></tr>', words) if frame.is_test else SafeString("")


def _foot(frame: Frame) -> SafeString:
    whose = format_html_join(SafeString("<br>"), "{}", ((line,) for line in _whose(frame)))
    reason = format_html("<p>{}</p>", frame.reason) if frame.reason else ""
    links = format_html_join(SafeString(" · "), "{}", ((_choice(*choice),) for choice in _choices(frame)))
    return format_html("<p>{}</p>{}{}", whose, reason, format_html("<p>{}</p>", links) if links else "")


def _choice(words: str, address: str) -> SafeString:
    if not address:
        return format_html('<span class="as-link">{}</span>', words)
    return format_html('<a href="{}">{}</a>', address, words)


def _choices(frame: Frame) -> list[tuple[str, str]]:
    """What the reader can do about our mail; in a test they can only be looked at."""
    wishes, stop = frame.preferences_url, frame.unsubscribe_url
    if not (wishes or stop):
        return [(_("Choose what we send you, or stop it"), "")] if frame.is_test or frame.is_sample else []
    if not stop:
        return [(_("Choose what we send you"), wishes)]
    if stop == wishes or not wishes:
        return [(_("Choose what we send you, or stop it"), stop)]
    return [(_("Choose what we send you"), wishes), (_("Stop these mails"), stop)]


def _is_from_the_right(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False
