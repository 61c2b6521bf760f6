"""The blocks of this floor: a button, a voucher, a list of products."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.merge_fields import is_link
from engagement.rendering.blocks import Asked, Drawn, register_block

_LINK_BEHIND = re.compile(r"^(.*?)\s+(https?://\S+)$")


def button_parts(words: str) -> tuple[str, str]:
    """What stands on a button and where it leads: `Come and see | https://…`."""
    label, _bar, link = words.rpartition("|")
    return label.strip(), link.strip()


def addresses_of_products(words: str) -> list[str]:
    """Where the things in the list lead."""
    return [found[2] for item in words.split("|") if (found := _LINK_BEHIND.match(item.strip()))]


def button(asked: Asked) -> Drawn:
    """A link that cannot be overlooked; a table, because Outlook draws nothing else."""
    label, link = button_parts(asked.words)
    if not (label and (asked.slots.is_link(link) or is_link(link))):
        raise ValueError("A button without words, or one that leads nowhere.")
    html = format_html(
        '<table role="presentation" class="button-row"><tr><td class="button" bgcolor="{}">'
        '<a class="button-link" href="{}">{}</a></td></tr></table>',
        asked.look.colour,
        link,
        label,
    )
    return Drawn(html, f"{label}: {link}")


def voucher(asked: Asked) -> Drawn:
    """The voucher of this mail: its code, large; what it is worth; until when."""
    worth, code = asked.slots.field("voucher_value"), asked.slots.field("voucher_code")
    title, until = asked.words or _("Your voucher"), _until(asked)
    html = format_html(
        '<table role="presentation" class="voucher"><tr><td class="voucher-inside"><p class="small">{}</p>'
        '<p class="voucher-worth">{}</p><p class="voucher-code">{}</p>{}</td></tr></table>',
        title,
        worth,
        code,
        format_html('<p class="small">{}</p>', until) if until else "",
    )
    lines = [title, _("Worth: %(worth)s") % {"worth": worth}, _("Code: %(code)s") % {"code": code}, until]
    return Drawn(html, "\n".join(filter(None, lines)))


def products(asked: Asked) -> Drawn:
    """A few things in a list; an address behind one makes it a link. Without words: what they bought."""
    items = [item.strip() for item in asked.words.split("|") if item.strip()]
    items = items or [asked.slots.field("products")]
    rows = format_html_join("", '<tr><td class="product">{}</td></tr>', ((_item(item),) for item in items))
    html = format_html('<table role="presentation" class="products">{}</table>', rows)
    return Drawn(html, "\n".join(f"- {item}" for item in items))


def _until(asked: Asked) -> str:
    if not asked.fields.get("expires_on"):
        return ""
    return _("Good until %(day)s") % {"day": asked.slots.field("expires_on")}


def _item(item: str) -> SafeString | str:
    found = _LINK_BEHIND.match(item)
    return format_html('<a href="{}">{}</a>', found[2], found[1]) if found else item


register_block(
    "button",
    button,
    words=gettext_lazy("A button: what stands on it, a line, where it leads"),
    example="[[button: Come and see | https://example.org/new]]",
    addresses=lambda words: [button_parts(words)[1]],
)
register_block(
    "voucher",
    voucher,
    words=gettext_lazy("The voucher that belongs to the mail"),
    needs=("voucher_code", "voucher_value"),
    uses=("expires_on",),
)
register_block(
    "products",
    products,
    words=gettext_lazy("A few things in a list; an address behind one makes it a link"),
    uses_without_words=("products",),
    addresses=addresses_of_products,
    example="[[products: Earl Grey, £6 | Assam, £5 https://example.org/assam]]",
)
