"""What kind of picture is this, and how large? Told by its content, whatever it is called."""

import struct
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
# Frames that tell the size; C4, C8 and CC stand between them and mean something else.
_SIZES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD9)}
LARGEST_SIDE = 10_000


@dataclass(frozen=True)
class Picture:
    """`kind` as in image/png."""

    kind: str
    width: int
    height: int

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """As large as it may be shown there, never larger than it is."""
        scale = min(1.0, width / self.width, height / self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


class NotAPicture(Exception):
    """Neither PNG nor JPEG, or broken at its beginning."""


def picture_of(content: bytes) -> Picture:
    """Look at the first bytes of a file (64 kB are enough for nearly every camera)."""
    try:
        if content.startswith(PNG):
            return _checked("png", *_png(content))
        if content.startswith(JPEG):
            return _checked("jpeg", *_jpeg(content))
    except (struct.error, IndexError) as problem:
        raise NotAPicture from problem
    raise NotAPicture


def _checked(kind: str, width: int, height: int) -> Picture:
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise NotAPicture
    return Picture(kind, width, height)


def _png(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR":
        raise NotAPicture
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    position = 2
    while content[position] == 0xFF:
        kind = content[position + 1]
        if kind == 0xFF:  # a byte that only fills
            position += 1
        elif kind in _ALONE:
            position += 2
        elif kind in _SIZES:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        else:
            (length,) = struct.unpack(">H", content[position + 2 : position + 4])
            position += 2 + length
    raise NotAPicture
