"""One line of the navigation: shown when its page exists, marked when we are in its part of the house."""

from functools import cache
from typing import Any

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def nav_link(
    context: RequestContext, name: str, label: str, icon: str, area: str = "", *, count: str = ""
) -> SafeString:
    """`area` is how the view names of its pages begin, several separated by a blank.

    `count` names the page that is asked for a number behind the label, once somebody can see it.
    """
    return _drawn(name, label, icon, count, is_here=_is_here(context, name, area))


@register.simple_tag(takes_context=True)
def tab_link(context: RequestContext, name: str, label: str, area: str = "") -> SafeString:
    """One tab above a page, marked like a line of the navigation."""
    address = address_of(name)
    if not address:
        return SafeString()
    here = SafeString(' aria-current="page"') if _is_here(context, name, area) else ""
    return format_html('<li><a class="chip" href="{}"{}>{}</a></li>', address, here, label)


def _is_here(context: RequestContext, name: str, area: str) -> bool:
    here = str(context.get("here", ""))
    return here == name or any(here.startswith(start) for start in area.split())


@cache
def _drawn(name: str, label: str, icon: str, count: str, *, is_here: bool) -> SafeString:
    """Once in each language: thirty of them stand on every page."""
    link = {"address": address_of(name), "label": label, "icon_name": icon, "is_here": is_here}
    link["count_address"] = address_of(count) if count else ""
    return render_to_string("_nav_link.html", link)


@register.inclusion_tag("_do_link.html", takes_context=True)
def do_link(
    context: RequestContext, name: str, label: str, icon: str, keys: str = "", does: str = ""
) -> dict[str, Any]:
    """One thing somebody can do; in the palette an option, on its page a line."""
    address = address_of(name)
    if does == "log" and address:
        address += "?then=log"
    link = {"address": address, "label": label, "icon_name": icon, "keys": keys, "does": does}
    return link | {"is_part": context.get("is_part")}


def address_of(name: str) -> str:
    """The address behind a view name; empty when this shop has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
