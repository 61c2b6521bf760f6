"""What a file is, whatever it is called."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.pictures import NotAPicture, Picture, picture_of


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x55" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """Only the beginning of one, as cameras write it: with a part in front that tells nothing."""
    before = b"\xff\xee\x00\x06Ado!" + b"\xff\xd0" + b"\xff"
    return b"\xff\xd8" + before + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" * 12


@pytest.mark.parametrize(("content", "kind"), [(png(30, 20), "png"), (jpeg(30, 20), "jpeg")])
def test_a_picture_is_known_by_its_content(content, kind):
    assert picture_of(content) == Picture(kind, 30, 20)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(30, 20)[:18],
        png(0, 20),
        png(20_000, 1)[:40],
        jpeg(30, 20)[:6],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        b"\xff\xd8\xff\xd9\0\0\0\0",
    ],
)
def test_anything_else_is_none(content):
    with pytest.raises(NotAPicture):
        picture_of(content)


@given(st.binary(max_size=200), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""]))
def test_no_content_does_more_than_be_refused(content, beginning):
    try:
        found = picture_of(beginning + content)
    except NotAPicture:
        return
    assert found.width > 0


def test_a_picture_is_shown_as_large_as_it_may_be():
    assert Picture("png", 880, 144).fitted(220, 72) == (220, 36)
    assert Picture("png", 30, 20).fitted(220, 72) == (30, 20)
    assert Picture("png", 5000, 1).fitted(220, 72) == (220, 1)
