"""Import a file from the command line, through the same actions as the page."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.shop.models import ShopSettings, User
from customers.actions import data_import as imports
from customers.actions.import_running import (
    apply_import,
    import_turn,
    preview_import,
)
from customers.importing.format import Format
from customers.importing.formats import FORMATS
from customers.importing.refusal import FileRefused
from customers.models import DataImport, ImportState

BLOCK = 1 << 20
ONE_HOUR = 3_600


class Command(BaseCommand):
    help = "Import customers or sales from a CSV file or a workbook: shows what would change, then does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--format", choices=sorted(FORMATS), help="what the file is, if it is not clear")
        parser.add_argument("--yes", action="store_true", help="apply without asking")
        parser.add_argument("--by", metavar="EMAIL", help="whose name stands in the history")
        parser.add_argument(
            "--set", metavar="NAME=VALUE", action="append", default=[], dest="answers",
            help="currency, time_zone, source, day_order, decimal_mark or phone_country",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if ShopSettings.current() is None:
            raise CommandError("There is no shop yet, so nobody knows its day and its money. Open it first.")
        by = _person(options["by"])
        try:
            data_import = self._bring_in(options, by)
            with import_turn(patience=ONE_HOUR):
                data_import.refresh_from_db()
                # Whoever had the turn with the same file took ours for one that nobody waits for.
                if data_import.state == ImportState.DISCARDED:
                    data_import = self._bring_in(options, by)
                self._run(data_import, is_sure=options["yes"], by=by)
        except FileRefused as problem:
            raise CommandError(problem.sentence) from None

    def _bring_in(self, options: dict[str, Any], by: User | None) -> DataImport:
        path: Path = options["path"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        data_import = imports.receive_file(path.name, _blocks(path), by=by)
        if begun := _begun_before(data_import):
            imports.discard_import(data_import, by=by)
            self.stdout.write("This import was interrupted: going on where it stopped.")
            return begun
        if earlier := imports.earlier_import(data_import):
            self.stdout.write(f"This very file was imported before ({earlier.applied_at:%Y-%m-%d %H:%M}).")
        return self._map(data_import, options, by)

    def _map(self, data_import: DataImport, options: dict[str, Any], by: User | None) -> DataImport:
        known = _format(data_import, options["format"])
        mapping, answers = imports.suggest_columns(data_import, known)
        answers |= dict(_answer(setting) for setting in options["answers"])
        if left := known.left_behind(data_import.headers, mapping):
            self.stdout.write(f"Left behind: {', '.join(left)}")
        return imports.choose_columns(
            data_import, format_key=known.key, mapping=mapping, options=answers, by=by
        )

    def _run(self, data_import: DataImport, *, is_sure: bool, by: User | None) -> None:
        imports.discard_abandoned_previews(data_import, by=by)
        if data_import.state == ImportState.PREVIEWING:
            data_import = preview_import(data_import, progress=self._show_reading)
            self._show(data_import)
            if not is_sure and input("Apply? [y/N] ").strip().lower() not in {"y", "yes"}:
                imports.discard_import(data_import, by=by)
                return
            data_import = imports.start_import(data_import, by=by)
        data_import = apply_import(data_import, progress=self._show_writing)
        self.stdout.write(f"Done: {_counted(data_import.counts['rows'])}.")

    def _show(self, data_import: DataImport) -> None:
        if data_import.state == ImportState.FAILED:
            raise CommandError(data_import.problem)
        self.stdout.write(f"{data_import.row_count:,} rows: {_counted(data_import.counts['rows'])}")
        for kind, sums in sorted(data_import.counts.get("orders", {}).items()):
            self.stdout.write(
                f"  {kind}: {sums['orders']:,} orders, {sums['lines']:,} lines, {sums['total']}"
            )
        self.stdout.write(f"  new customers: {data_import.counts['customers']['created']:,}")

    def _show_reading(self, done: int, _total: int) -> None:
        self._progress(f"{done:,} rows read")

    def _show_writing(self, done: int, total: int) -> None:
        self._progress(f"{done:,} of {total:,} rows written")

    def _progress(self, words: str) -> None:
        if sys.stdout.isatty():
            self.stdout.write(f"\r{words}   ", ending="")
            self.stdout.flush()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    person: User | None = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person


def _begun_before(data_import: DataImport) -> DataImport | None:
    """The same file, half applied when its process was killed."""
    earlier = imports.earlier_import(data_import)
    return earlier if earlier and earlier.state == ImportState.APPLYING else None


def _format(data_import: DataImport, wanted: str | None) -> Format:
    known = FORMATS.get(wanted or data_import.format)
    if known is None:
        raise CommandError("These columns are not known. Say what the file is with --format.")
    if known.explanation:
        raise CommandError(str(known.explanation))
    if not (known.is_generic or known.recognises(data_import.headers)):
        raise CommandError(f"This file does not have the columns of {known.key}.")
    return known


def _answer(setting: str) -> tuple[str, str]:
    name, equals, value = setting.partition("=")
    if not equals:
        raise CommandError(f"--set {setting}: write NAME=VALUE.")
    return name, value


def _counted(rows: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {outcome.replace('_', ' ')}" for outcome, count in sorted(rows.items()))
