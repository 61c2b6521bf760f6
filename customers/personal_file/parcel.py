"""The file to take home: a page to read, the same for programs, tables for a spreadsheet, and their files."""

import json
import zipfile
from collections.abc import Iterable
from io import BytesIO

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import get_valid_filename, slugify

from crm.web.spreadsheet import csv_lines
from customers.models import Customer
from customers.personal_file.gathering import Kept, PersonalFile, Section

DOCUMENT = "customers/personal_file_document.html"


def parcel_name(customer: Customer) -> str:
    """What the file is called where it arrives."""
    who = slugify(str(customer)) or str(customer.pk)
    return f"{who}-{timezone.localdate().isoformat()}.zip"


def pack(customer: Customer, whole: PersonalFile, *, shop_name: str) -> BytesIO:
    """One zip with all of it, at its beginning."""
    place = BytesIO()
    context = {"customer": customer, "sections": whole.sections, "shop_name": shop_name, "files": whole.files}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("everything.html", render_to_string(DOCUMENT, context))
        archive.writestr("everything.json", _as_json(whole.sections))
        for section in whole.sections:
            archive.writestr(f"tables/{section.key}.csv", _as_csv(section))
        for number, kept in enumerate(whole.files, start=1):
            archive.writestr(f"files/{number}-{_file_name(kept)}", kept.read())
    place.seek(0)
    return place


def _as_json(sections: Iterable[Section]) -> str:
    made = timezone.now().isoformat(timespec="seconds")
    tables = {section.key: {"title": section.title, "rows": section.raw} for section in sections}
    return json.dumps({"made_at": made, "tables": tables}, ensure_ascii=False, indent=1, default=str)


def _as_csv(section: Section) -> str:
    return "".join(csv_lines([section.headings, *section.rows]))


def _file_name(kept: Kept) -> str:
    """A name that is a name everywhere: no folder, no dots in front."""
    name = kept.name.replace("\\", "/").rpartition("/")[2].lstrip(".")
    return get_valid_filename(name or "file")
