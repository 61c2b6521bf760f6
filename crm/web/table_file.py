"""A table as an answer: streamed, under a name with the day in it, as CSV or as a workbook."""

from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse
from django.utils import timezone

from crm.web.spreadsheet import Cell, csv_lines
from crm.web.workbook import CONTENT_TYPE, workbook_bytes

CSV = "text/csv; charset=utf-8"
WORKBOOK = "xlsx"  # what a form sends for it


def table_file(
    rows: Iterable[Iterable[Cell]], name: str, *, wanted: str = "", is_guarded: bool = True
) -> StreamingHttpResponse:
    """The file. Unguarded only as CSV, where a program reads it back."""
    is_workbook = wanted == WORKBOOK and is_guarded
    content: Iterator[bytes] | Iterator[str] = (
        workbook_bytes(rows) if is_workbook else csv_lines(rows, is_guarded=is_guarded)
    )
    answer = StreamingHttpResponse(content, content_type=CONTENT_TYPE if is_workbook else CSV)
    ending = WORKBOOK if is_workbook else "csv"
    name = f"{name}-{timezone.localdate().isoformat()}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
