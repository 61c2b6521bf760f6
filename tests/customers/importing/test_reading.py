"""Files as they really come, and files that mean harm."""

import gzip
import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from customers.importing import workbook
from customers.importing.reading import Limits, Shape, about_rows, examine, name_headers, read_rows
from customers.importing.refusal import FileRefused

LIMITS = Limits()
TABLE = 'Name,Note\r\nZoë,"two\r\nlines"\r\n,\r\nBért,x\r\n'


def put(tmp_path, name, content):
    path = tmp_path / "stored"
    path.write_bytes(content)
    return path, name


def read(path, name, limits=LIMITS):
    shape = examine(path, name, limits)
    return shape.headers, [(row.number, row.cells, row.problem) for row in read_rows(path, shape, limits)]


def book(*rows):
    memory = io.BytesIO()
    sheet_book = openpyxl.Workbook()
    for row in rows:
        sheet_book.active.append(row)
    sheet_book.save(memory)
    return memory.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_read_rows_understands_every_encoding_and_delimiter(tmp_path, encoding, delimiter):
    content = TABLE.replace(",", delimiter).encode(encoding)

    headers, rows = read(*put(tmp_path, "people.csv", content))

    assert headers == ["Name", "Note"]
    assert rows == [(2, ["Zoë", "two\r\nlines"], ""), (4, ["Bért", "x"], "")]


def test_read_rows_unpacks_gzip_and_heeds_the_announced_delimiter(tmp_path):
    path, name = put(tmp_path, "people.csv.gz", gzip.compress(b"sep=|\na|b\n1|2\n"))

    headers, rows = read(path, name)

    assert headers == ["a", "b"]
    assert rows == [(3, ["1", "2"], "")]


def test_read_rows_goes_on_after_a_row(tmp_path):
    path, name = put(tmp_path, "a.csv", b"\n\nn\n1\n2\n3\n")
    shape = examine(path, name, LIMITS)

    assert [row.cells for row in read_rows(path, shape, LIMITS, after=4)] == [["2"], ["3"]]


def test_read_rows_pads_short_rows_and_marks_bad_ones(tmp_path):
    content = b"a,b\n1\n1,2,3\n1,2,,\n" + b"x" * 10_001 + b',y\n"' + b"z," * 70_000 + b"\nlast,row\n"

    _headers, rows = read(*put(tmp_path, "a.csv", content))

    assert rows[0] == (2, ["1", ""], "")
    assert "more cells" in rows[1][2]
    assert rows[2] == (4, ["1", "2"], "")
    assert "too long" in rows[3][2]
    assert len(rows[3][1][0]) == 10_000
    assert "quotation mark" in rows[4][2]
    assert rows[-1][1] == ["last", "row"]


def test_a_quotation_mark_that_nobody_closes_costs_its_own_row(tmp_path):
    swallowed = b'n,e\nA,a@\n"B,b@\nC,c@\nD,"d ""x"""\nE,e@\n'

    _headers, rows = read(*put(tmp_path, "a.csv", swallowed.replace(b'"d ""x"""', b"d@")))
    _headers, odd = read(*put(tmp_path, "a.csv", swallowed + b'"F,f@'))
    _headers, long = read(*put(tmp_path, "a.csv", b'n,e\n"B,b@\n' + b"x,y\n" * 50_000))

    assert [(number, cells[0], bool(problem)) for number, cells, problem in rows] == [
        (2, "A", False),
        (3, "", True),
        (4, "C", False),
        (5, "D", False),
        (6, "E", False),
    ]
    assert "quotation mark" in rows[1][2]
    assert odd[-1][2] == rows[1][2]
    assert (len(long), len([row for row in long if row[2]])) == (50_001, 1)


def test_a_file_full_of_open_quotation_marks_is_read_in_reasonable_time(tmp_path):
    path, name = put(tmp_path, "a.csv", b"n,e\n" + b'"x""\n' * 100_000)
    began = time.process_time()

    read(path, name)

    assert time.process_time() - began < 5


def test_name_headers_keeps_the_files_own_names():
    assert name_headers(["\ufeffE-mail", "e-mail", "", "E-mail", " A  B ", "", ""]) == [
        "E-mail",
        "e-mail",
        "Column 3",
        "E-mail (2)",
        "A B",
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\n\n,,\n", "empty"),
        ("a.pdf", b"a,b", "CSV file"),
        ("a.csv", b"PK\x03\x04rest", "name it .xlsx"),
        ("a.xlsx", b"a,b\n", "name it .csv"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest", "save it as .xlsx"),
        ("a.xlsx", b"%PDF-1.7", "Please bring"),
        ("a.csv", b"%PDF-1.7", "CSV file"),
        ("a.csv.gz", b"a,b\n", "CSV file"),
        ("a.csv.gz", gzip.compress(b"a,b\n" * 9999, mtime=0)[:-9], "damaged"),
        ("a.csv.gz", gzip.compress(b"a,b\n", mtime=0)[:10] + b"\xff\xff\xff\xff\xff", "damaged"),
        ("a.csv", b"a,\x81\x8d\n", "letters"),
        ("a.csv", ",".join(f"c{n}" for n in range(601)).encode(), "columns"),
        ("a.csv", b'"' + b"a" * 140_000 + b"\n", "quotation mark"),
        ("a.csv", b"a" * 1_000_001, "million"),
        ("a.xlsx", b"PK\x03\x04rest", "damaged"),
    ],
)
def test_examine_refuses_with_a_sentence(tmp_path, name, content, words):
    path, name = put(tmp_path, name, content)

    with pytest.raises(FileRefused) as refusal:
        examine(path, name, LIMITS)

    assert words in refusal.value.sentence


def test_examine_stops_at_the_limit_of_unpacked_bytes(tmp_path):
    path, name = put(tmp_path, "a.csv.gz", gzip.compress(b"a,b\n" * 100_000))

    with pytest.raises(FileRefused, match="too large"):
        examine(path, name, Limits(unpacked=1000))


def test_read_rows_stops_at_the_row_that_is_too_many(tmp_path):
    path, name = put(tmp_path, "a.csv", b"a\n1\n2\n3\n")

    with pytest.raises(FileRefused, match="more than 2 rows"):
        read(path, name, Limits(rows=2))


def test_read_rows_stops_when_the_file_grew_or_broke(tmp_path):
    path, name = put(tmp_path, "a.csv", b"a\n1\n")
    shape = examine(path, name, LIMITS)
    path.write_bytes(b"a\n" + b"1\n" * 99)
    with pytest.raises(FileRefused, match="grew"):
        list(read_rows(path, shape, Limits(unpacked=50)))

    packed = Shape("csv", ["a"], "utf-8", ",", packed=True)
    path.write_bytes(gzip.compress(b"a\n1\n" * 9999)[:-12])
    with pytest.raises(FileRefused, match="damaged"):
        list(read_rows(path, packed, LIMITS))


def test_workbook_reads_cells_as_the_sheet_shows_them(tmp_path):
    from datetime import date, datetime, time

    row = [
        "Anna",
        12.0,
        0.1 + 0.2,
        datetime(2026, 1, 2, 3, 4),
        date(2026, 1, 2),
        time(3, 4),
        True,
        False,
        None,
        7,
    ]
    path, name = put(tmp_path, "a.xlsx", book([f"h{n}" for n in range(10)], row))

    _headers, rows = read(path, name)

    assert rows == [
        (
            2,
            [
                "Anna",
                "12",
                "0.3",
                "2026-01-02 03:04:00",
                "2026-01-02 00:00:00",
                "03:04:00",
                "yes",
                "no",
                "",
                "7",
            ],
            "",
        )
    ]
    assert workbook.as_text(date(2026, 1, 2)) == "2026-01-02"


def zipped(entries):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return memory.getvalue()


DOCTYPE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]><x>&a;&b;</x>'
)


@pytest.mark.parametrize(
    "content",
    [
        zipped([("xl/worksheets/sheet1.xml", b"0" * 101_000_000)]),
        zipped([("sheet.xml", b"0" * 5_000_000)]),
        zipped([(f"{n}.xml", b"") for n in range(1001)]),
        zipped([("xl/sharedStrings.xml", DOCTYPE)]),
        zipped([("xl/workbook.xml", DOCTYPE.encode("utf-16"))]),
        zipped([("readme.txt", b"no workbook")]),
    ],
    ids=["large", "ratio", "entries", "entities", "entities-utf16", "nothing"],
)
def test_workbook_refuses_bombs_and_entities(tmp_path, content):
    path, name = put(tmp_path, "a.xlsx", content)

    with pytest.raises(FileRefused):
        read(path, name)


def test_workbook_refuses_a_file_above_its_own_limit(tmp_path):
    path, name = put(tmp_path, "a.xlsx", book(["a"]))

    with pytest.raises(FileRefused, match="10 MB"):
        examine(path, name, Limits(workbook=10))


def test_workbook_that_breaks_half_way_is_refused(tmp_path):
    whole = zipfile.ZipFile(io.BytesIO(book(["a"], ["b"])))
    broken = zipped(
        (entry, whole.read(entry)[:-60] if "sheet1" in entry else whole.read(entry))
        for entry in whole.namelist()
    )
    path, name = put(tmp_path, "a.xlsx", broken)

    with pytest.raises(FileRefused, match="damaged"):
        read(path, name)


def test_openpyxl_reads_through_defusedxml():
    assert openpyxl.DEFUSEDXML


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process")
def test_reading_a_large_file_stays_small(tmp_path):
    """S33: measured in a child, for the peak of this process says nothing."""
    path, _name = put(
        tmp_path, "a.csv.gz", gzip.compress(b"a,b,c\n" + b"some words,12.50,more words\n" * 900_000)
    )
    code = (
        "import sys; from django.conf import settings; settings.configure(USE_I18N=False)\n"
        "from pathlib import Path; from customers.importing.reading import *\n"
        "path = Path(sys.argv[1]); limits = Limits(); shape = examine(path, 'a.csv.gz', limits)\n"
        "count = sum(1 for _ in read_rows(path, shape, limits))\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(count, int(peak.split()[1]) // 1024)"
    )

    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)

    count, peak = map(int, done.stdout.split())
    assert count == 900_000
    assert peak < 200


def test_a_long_file_is_judged_by_its_first_rows(tmp_path):
    headers, rows = read(*put(tmp_path, "a.csv", b"a;b\n" + b"1;2,5\n" * 30))

    assert headers == ["a", "b"]
    assert len(rows) == 30


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"Name,Note\nAnna,x\nBert,y\n"),
        ("a.csv.gz", gzip.compress(b"sep=,\nName,Note\nAnna,x\nBert,y\n", mtime=0)),
        ("a.csv", "Name,Note\nAnna,x\nBert,y\n".encode("utf-16")),
        ("a.xlsx", book(["Name", "Note"], ["Anna", "x"], ["Bert", "y"])),
    ],
)
def test_about_rows_is_known_without_reading_them(tmp_path, name, content):
    path, name = put(tmp_path, name, content)

    assert about_rows(path, examine(path, name, LIMITS), LIMITS) == 2


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b""])
def test_about_rows_of_a_broken_workbook_is_unknown(tmp_path, content):
    path, _name = put(tmp_path, "a.xlsx", content)

    assert about_rows(path, Shape("xlsx", ["Name"]), LIMITS) == 0
