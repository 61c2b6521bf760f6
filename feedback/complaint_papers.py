"""What may be kept as evidence: pictures and PDF, known by what is in them and not by their name. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

MOST_BYTES = 10_000_000
MOST_FILES = 20
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"GIF87a", b"GIF89a")
_BOXES = (b"heic", b"heix", b"mif1", b"avif")  # as telephones take pictures


class NoEvidence(ValueError):
    """It is none of the kinds we keep, or too large; `sentence` says which."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def is_evidence(content: bytes) -> bool:
    """Does it begin like a picture or a PDF?"""
    if content.startswith(_BEGINNINGS):
        return True
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return True
    return content[4:8] == b"ftyp" and content[8:12] in _BOXES


def read_evidence(blocks: Iterable[bytes]) -> bytes:
    """All of it. Raises NoEvidence."""
    content = b""
    for block in blocks:
        content += block
        if len(content) > MOST_BYTES:
            raise NoEvidence(_("This file is too large (at most %d MB).") % (MOST_BYTES // 1_000_000))
    if not is_evidence(content):
        raise NoEvidence(_("Only pictures (JPEG, PNG, WebP, HEIC, GIF) and PDF are kept here."))
    return content
