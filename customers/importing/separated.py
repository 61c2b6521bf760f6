"""Reading CSV as it really comes: any encoding, any delimiter, packed or not, and never more than allowed."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from customers.importing.refusal import FileRefused

BLOCK = 1 << 18
LONGEST_LINE = 1_000_000
DELIMITERS = ",;\t|"
SAMPLE_ROWS = 20
MOST_FRESH_STARTS = 100  # with more of them a file means harm: each reads up to 131,072 characters again
BYTE_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ANNOUNCED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)


def _open(path: Path, *, packed: bool) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, "rb")) if packed else path.open("rb")


def _blocks(path: Path, *, packed: bool, most_bytes: int) -> Iterator[bytes]:
    """The unpacked bytes, stopped at the limit rather than after it."""
    seen = 0
    try:
        with _open(path, packed=packed) as file:
            while block := file.read(BLOCK):
                seen += len(block)
                if seen > most_bytes:
                    limit = most_bytes // 1_000_000
                    raise FileRefused(_("This file is too large (at most %d MB unpacked).") % limit)
                yield block
    except _DAMAGED:
        raise FileRefused(_("This file is damaged and cannot be unpacked.")) from None


def count_lines(path: Path, *, packed: bool, most_bytes: int) -> int:
    """How many lines there are at most: quick, because nothing is understood on the way."""
    return sum(block.count(b"\n") for block in _blocks(path, packed=packed, most_bytes=most_bytes))


def find_encoding(path: Path, *, packed: bool, most_bytes: int) -> str:
    """The encoding in which every byte of the file makes sense."""
    start = next(_blocks(path, packed=packed, most_bytes=most_bytes), b"")
    candidates = _candidates(start)
    for encoding in candidates:
        if _decodes(_blocks(path, packed=packed, most_bytes=most_bytes), encoding):
            return encoding
    raise FileRefused(_("The letters of this file cannot be read. Save it as CSV in UTF-8."))


def _candidates(start: bytes) -> tuple[str, ...]:
    for mark, encoding in BYTE_MARKS:
        if start.startswith(mark):
            return (encoding,)
    if start[1:400:2].count(0) > len(start[1:400:2]) // 2:
        return ("utf-16-le",)
    if start[0:400:2].count(0) > len(start[0:400:2]) // 2:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _decodes(blocks: Iterator[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def find_delimiter(path: Path, encoding: str, *, packed: bool) -> tuple[str, int]:
    """What parts the cells, and how many lines (0 or 1) did nothing but announce it."""
    with _open(path, packed=packed) as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
        sample = file.read(65_536)
    announced = _ANNOUNCED.match(sample)
    if announced and sample[announced.end() - 1] in "\r\n":
        return announced[1], 1
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter)), 0


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    """How well this delimiter explains the sample: rows as wide as the first, then width."""
    records: list[int] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        while len(records) < SAMPLE_ROWS:
            if cells := next(reader):
                records.append(len(cells))
    except (StopIteration, csv.Error):
        pass
    if not records or records[0] == 1:
        return 0, 0
    # The last record of the sample may be cut off: one short row proves nothing.
    return min(records.count(records[0]), 2), records[0]


def _lines(file: io.TextIOWrapper, most_characters: int) -> Iterator[str]:
    """Line by line, whatever the file does while we read it."""
    seen = 0
    while line := file.readline(LONGEST_LINE):
        seen += len(line)
        if len(line) == LONGEST_LINE:
            raise FileRefused(_("This file has a line longer than a million characters."))
        if seen > most_characters:
            raise FileRefused(_("This file grew while it was read."))
        yield line


def records(
    path: Path, encoding: str, delimiter: str, *, packed: bool, most_bytes: int
) -> Iterator[tuple[list[str], str]]:
    """(cells, problem) of every record, the header included."""
    try:
        with _open(path, packed=packed) as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
            yield from _parsed(_lines(file, most_bytes), delimiter)
    except _DAMAGED:
        raise FileRefused(_("This file is damaged and cannot be unpacked.")) from None


def _parsed(lines: Iterator[str], delimiter: str) -> Iterator[tuple[list[str], str]]:
    """A quotation mark that nobody closes costs its own row: what it swallowed is read again without it."""
    taken: list[str] = []  # the lines of the record under way; an empty one is the end of the file
    for fresh_starts in count():
        try:
            for cells in csv.reader(_noted(lines, taken), delimiter=delimiter):
                if not taken[-1]:
                    break  # the file ended inside of quotation marks
                yield cells, ""
                taken.clear()
            else:
                return
        except csv.Error:
            pass  # so much stands inside of quotation marks that nobody meant it
        yield [], _("This row cannot be read: a quotation mark is opened and never closed.")
        if fresh_starts < MOST_FRESH_STARTS:
            lines = chain(filter(None, taken[1:]), lines)
        taken.clear()


def _noted(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line
    taken.append("")
