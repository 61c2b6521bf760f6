"""From words with merge fields to the HTML and the text of a mail. No template engine.

Words are Markdown with blocks, and marks in the place of merge fields; the paper is laid around them; the
values come last.
"""

from collections.abc import Mapping

from django.utils.html import format_html_join

from engagement.headers import one_line, storable
from engagement.models import Brand
from engagement.rendering import own_blocks as own_blocks  # they register
from engagement.rendering.blocks import Asked, Drawn, Kind, UnknownBlock, pieces, register_block
from engagement.rendering.frame import Frame, Rendering, Words
from engagement.rendering.look import Look
from engagement.rendering.paper import page, signature_of, text_foot
from engagement.rendering.prose import as_html, as_text
from engagement.rendering.slots import Slots

__all__ = [
    "Asked",
    "Drawn",
    "Frame",
    "Rendering",
    "UnknownBlock",
    "Words",
    "register_block",
    "render",
]
TEST = "[TEST] "


def render(words: Words, fields: Mapping[str, str], brand: Brand, frame: Frame) -> Rendering:
    """Fill in and frame the words. Raises when a block is unknown or wrong: such a mail does not leave."""
    look, slots = Look.of(brand), Slots(fields)
    body = storable(words.body).replace("\r\n", "\n")
    drawn = [_draw(piece, slots, look, fields) for piece in pieces(slots.hide(body))]
    subject = one_line(f"{TEST if frame.is_test else ''}{slots.text(slots.hide(words.subject))}")
    own_text = storable(words.text_body).replace("\r\n", "\n").strip()
    text = slots.text(slots.hide(own_text) or "\n\n".join(piece.text for piece in drawn))
    inside = format_html_join("", "{}", ((piece.html,) for piece in drawn))
    html = slots.html(page(subject, inside, look, frame))
    whole_text = "\n\n".join(filter(None, [text, signature_of(look, frame), text_foot(frame)]))
    return Rendering(subject, html, whole_text, slots.missing)


def _draw(piece: str | tuple[Kind, str], slots: Slots, look: Look, fields: Mapping[str, str]) -> Drawn:
    if isinstance(piece, str):
        return Drawn(as_html(piece, slots), as_text(piece))
    kind, words = piece
    return kind.draw(Asked(words, fields, look, slots))
