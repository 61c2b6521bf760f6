"""Reviews out of what people paste and export. Pure."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from customers.cleaning import NotUnderstood, clean_day, clean_note, clean_text, fold
from customers.importing.refusal import FileRefused
from feedback.review_days import day_in, without_days

MOST_LINES, MOST_BYTES = 5_000, 2_000_000
COLUMNS = {
    "score": ("rating", "stars", "score", "star rating", "sterne", "bewertung"),
    "text": ("review", "text", "comment", "review text", "content", "body", "kommentar"),
    "title": ("title", "headline", "review title"),
    "author": ("author", "name", "reviewer", "reviewer name", "customer", "user"),
    "written_on": ("date", "written", "created", "created at", "review date", "published date", "datum"),
    "external_id": ("id", "review id", "reference"),
    "address": ("url", "link", "review url", "permalink"),
}
WORDS_OF_SCORES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
STARS = re.compile(r"(★+)☆*")
SCORE = re.compile(r"\b([1-5])(?:[.,]0)?\s*(?:/\s*5|out of 5|von 5|stars?\b|sterne?\b)", re.IGNORECASE)
# What pages write beside stars and days: not what somebody said.
BESIDE = re.compile(
    r"\b(?:rated|reviewed|written|posted|edited|on|date of experience|new|stars?)\b", re.IGNORECASE
)
ENDS_A_SENTENCE = re.compile(r"(?<!\b\w)\.$|[!?]$")  # Hannah P. is a name
SHOWN = 5


@dataclass(frozen=True)
class Written:
    """A review as it stands where it was written; `external_id` is its number there."""

    text: str = ""
    author: str = ""
    score: int | None = None
    written_on: date | None = None
    external_id: str = ""
    address: str = ""


@dataclass
class ReviewFile:
    """What a file holds; of the lines nobody understands the first few by their numbers."""

    reviews: list[Written] = field(default_factory=list)
    not_understood: list[int] = field(default_factory=list)

    @property
    def odd_ones(self) -> str:
        return ", ".join(str(number) for number in self.not_understood[:SHOWN])


def read_pasted(pasted: str, *, today: date) -> Written:
    """One review as it was copied from a page: its stars, its day, its name, the rest is what it says."""
    lines = [line.strip() for line in pasted.splitlines() if line.strip()]
    score = next((stars for line in lines if (stars := _stars(line)) is not None), None)
    day = next((day for line in lines if (day := day_in(line, today)) is not None), None)
    told = [line for line in lines if not _is_all_marks(line)]
    is_named = len(told) > 1 and len(told[0]) <= 60 and not ENDS_A_SENTENCE.search(told[0])
    author = told.pop(0) if is_named else ""
    return Written(text="\n".join(told), author=author[:120], score=score, written_on=day)


def read_file(content: bytes) -> ReviewFile:
    """A CSV with a heading line. Raises FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("This file is larger than 2 MB. Please bring it in parts."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(_("This is no text in UTF-8. Please save it as CSV (UTF-8).")) from None
    return _read_rows(text)


def _read_rows(text: str) -> ReviewFile:
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    found = ReviewFile()
    try:
        rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
        places = _places(next(rows, []))
        for number, row in enumerate(rows, start=2):
            if number > MOST_LINES:
                raise FileRefused(_("More than 5,000 lines. Please bring them in parts."))
            _take(found, number, {name: row[at].strip() for name, at in places.items() if at < len(row)})
    except csv.Error:
        raise FileRefused(_("This is no CSV file.")) from None
    return found


def _places(headings: list[str]) -> dict[str, int]:
    """Which column holds what. Raises FileRefused when none holds stars or words."""
    plain = [fold(heading).replace("_", " ").strip() for heading in headings]
    places = {
        name: plain.index(called)
        for name, names in COLUMNS.items()
        for called in reversed(names)
        if called in plain
    }
    if not {"score", "text"} & places.keys():
        raise FileRefused(_("The first line has to name the columns: date, author, rating, review."))
    return places


def _take(found: ReviewFile, number: int, cells: Mapping[str, str]) -> None:
    if not any(cells.values()):
        return
    try:
        found.reviews.append(_read(cells))
    except NotUnderstood:
        found.not_understood.append(number)


def _read(cells: Mapping[str, str]) -> Written:
    score = _score_of(cells.get("score", ""))
    words = [cells.get(name, "") for name in ("title", "text")]
    text = clean_note("\n".join(filter(None, words)))
    when = cells.get("written_on", "")
    if not text and score is None:
        raise NotUnderstood("")
    address = cells.get("address", "")
    return Written(
        text=text,
        author=clean_text(cells.get("author", ""), longest=120),
        score=score,
        written_on=clean_day(when[:10]) if when else None,
        external_id=clean_text(cells.get("external_id", "")),
        address=address if address.startswith("https://") and len(address) <= 400 else "",
    )


def _score_of(cell: str) -> int | None:
    if not cell:
        return None
    if (word := fold(cell)) in WORDS_OF_SCORES:
        return WORDS_OF_SCORES[word]
    whole = re.fullmatch(r"([1-5])(?:[.,]0+)?", cell)
    found = int(whole[1]) if whole else _stars(cell)
    if found is None:
        raise NotUnderstood("")
    return found


def _stars(line: str) -> int | None:
    if drawn := STARS.search(line):
        return min(len(drawn[1]), 5)
    told = SCORE.search(line)
    return int(told[1]) if told else None


def _is_all_marks(line: str) -> bool:
    """Only stars, a score or a day: nothing that somebody said."""
    rest = without_days(SCORE.sub("", STARS.sub("", line)))
    return not re.search(r"\w", BESIDE.sub("", rest))
