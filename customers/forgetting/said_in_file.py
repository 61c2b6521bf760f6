"""Does a file that was brought in say a word? As it lies there, unpacked, or in the sheets of a workbook."""

import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from customers.importing.reading import GZIP_MARK, ZIP_MARK

BLOCK = 1_000_000
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
# What cannot be unpacked says nothing any more, to nobody.
_DAMAGED = (EOFError, OSError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


def says_one_of(path: Path, words: Iterable[str]) -> bool:
    """Read in pieces; whether letters are large or small does not matter."""
    # Lower by the byte, as the file is below: that is not always the same as by the letter.
    wanted = {word.encode(encoding).lower() for word in words for encoding in ENCODINGS}
    if not wanted or not path.is_file():
        return False
    try:
        return any(_says(content, wanted) for content in _contents(path))
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


def _says(content: IO[bytes], wanted: set[bytes]) -> bool:
    """A word may lie across two pieces."""
    longest, rest = max(map(len, wanted)), b""
    while block := content.read(BLOCK):
        piece = rest + block.lower()
        if any(word in piece for word in wanted):
            return True
        rest = piece[-longest:]
    return False
