"""Codes as people read them, and as a scanner does."""

import segno
from django import template

from crm.web import short_codes

register = template.Library()
INK = "#1f2d27"


@register.filter
def grouped(code: str) -> str:
    """ABCD-EFGH."""
    return short_codes.grouped(code)


@register.filter
def qr(text: str) -> str:
    """The picture that a scanner reads, as the address of an image."""
    picture: str = segno.make(text, micro=False).svg_data_uri(scale=6, border=2, dark=INK)
    return picture
