"""Does a file that was brought in name somebody? As it lies there, unpacked, or as a workbook."""

import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from customers.importing.reading import GZIP_MARK, ZIP_MARK

BLOCK = 1_000_000
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
# A phone number is written in many ways; so many of its last digits are the same in all, and nobody else's.
LAST_DIGITS, LONGEST_NUMBER = 9, 80
BETWEEN_DIGITS = b" .-/()\0"  # the last of these is UTF-16's
# What cannot be unpacked says nothing any more, to nobody.
_DAMAGED = (EOFError, OSError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


def names_one_of(path: Path, emails: Iterable[str], phones: Iterable[str]) -> bool:
    """Read in pieces; whether letters are large or small does not matter, nor how a number is parted."""
    # Lower by the byte, as the file is below: that is not always the same as by the letter.
    words = {email.encode(encoding).lower() for email in emails for encoding in ENCODINGS}
    digits = {phone[-LAST_DIGITS:].encode() for phone in phones if len(phone) > LAST_DIGITS}
    if not (words or digits) or not path.is_file():
        return False
    try:
        return any(_says(content, words, digits) for content in _contents(path))
    except _DAMAGED:
        return False


def _contents(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        start = file.read(len(ZIP_MARK))
    if start == ZIP_MARK:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as part:
                    yield part
        return
    unpack = gzip.open if start.startswith(GZIP_MARK) else open
    with unpack(path, "rb") as file:
        yield cast("IO[bytes]", file)


def _says(content: IO[bytes], words: set[bytes], digits: set[bytes]) -> bool:
    """What is looked for may lie across two pieces."""
    longest, rest = max([LONGEST_NUMBER, *map(len, words)]), b""
    while block := content.read(BLOCK):
        piece = rest + block.lower()
        if any(word in piece for word in words):
            return True
        closed_up = piece.translate(None, BETWEEN_DIGITS) if digits else b""
        if any(number in closed_up for number in digits):
            return True
        rest = piece[-longest:]
    return False
