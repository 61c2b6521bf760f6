"""Bringing a file, and saying what its columns mean."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.countries import country_choices, currency_choices, time_zone_choices
from customers.actions.data_import import custom_labels
from customers.actions.import_columns import companions_of, first_values
from customers.actions.import_guesses import settled_by_file
from customers.cleaning import NotUnderstood, clean_code
from customers.importing.fields import fields_of, problems_of
from customers.importing.format import Format
from customers.importing.guess_words import words_of
from customers.importing.needless import needless_headers
from customers.models import DataImport

OPTIONS = {
    "customers": ("source", "phone_country", "day_order", "decimal_mark"),
    "sales": ("source", "currency", "time_zone", "phone_country", "day_order", "decimal_mark"),
    "orders": ("source", "currency", "time_zone", "phone_country", "day_order", "decimal_mark"),
}
DAY_ORDERS = [
    ("dmy", _("Day first: 31.12.2026")),
    ("mdy", _("Month first: 12/31/2026")),
    ("ymd", _("Year first: 2026-12-31")),
]
DECIMAL_MARKS = [(".", _("Point: 1,234.50")), (",", _("Comma: 1.234,50"))]
SOURCE_HELP = _("What you call the system this comes from. The next file from there gets the same name.")

PHONE_HELP = _("Of those without a country code. Where a row names another country, theirs is of there.")


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (.csv, .csv.gz) up to 100 MB, or an Excel workbook (.xlsx) up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx"}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )

    @property
    def upload(self) -> "UploadedFile[bytes]":
        """The file that came."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        return upload


class MappingForm(forms.Form):
    """What each column means, and what the file cannot say about itself."""

    def __init__(
        self,
        data_import: DataImport,
        known: Format,
        suggested: tuple[Mapping[str, str], Mapping[str, str]],
        *arguments: Any,
        is_known_file: bool = False,
    ) -> None:
        super().__init__(*arguments)
        self.headers, self.kind, self.known = list(data_import.headers), known.kind, known
        self.dropped = needless_headers(self.headers)
        self.items = known.items_in(self.headers)
        mapping, options = suggested
        self._add_columns(mapping, first_values(data_import))
        found = settled_by_file(data_import, mapping)
        self._add_options(options, {name: words_of(each) for name, each in found.items()})
        if is_known_file:
            self.fields["again"] = forms.BooleanField(
                label=_("I know. Read it once more: only what is new will change."),
                error_messages={"required": _("This very file was imported before: say that you mean it.")},
            )

    def _add_columns(self, mapping: Mapping[str, str], examples: Mapping[int, str]) -> None:
        fields = fields_of(self.kind, custom_labels())
        choices: Any = [("", _("Leave behind")), *((field.key, field.label) for field in fields)]
        for position, header in enumerate(self.headers):
            if header in (*self.dropped, *self.items):
                continue
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=header,
                choices=choices,
                required=False,
                initial=mapping.get(header, ""),
                help_text=_("For example: %s") % examples[position] if position in examples else "",
            )

    def _add_options(self, options: Mapping[str, str], said: Mapping[str, str]) -> None:
        possible: dict[str, forms.Field] = {
            "source": forms.CharField(label=_("Where it comes from"), max_length=40, help_text=SOURCE_HELP),
            "currency": forms.ChoiceField(label=_("Currency"), choices=currency_choices),
            "time_zone": forms.ChoiceField(label=_("Time zone of the file"), choices=time_zone_choices),
            "phone_country": forms.ChoiceField(
                label=_("Country of phone numbers"), choices=country_choices, help_text=PHONE_HELP
            ),
            "day_order": forms.ChoiceField(label=_("How dates are written"), choices=DAY_ORDERS),
            "decimal_mark": forms.ChoiceField(label=_("How amounts are written"), choices=DECIMAL_MARKS),
        }
        for name in OPTIONS[self.kind]:
            self.fields[name] = possible[name]
            self.fields[name].initial = options.get(name)
            if guess := said.get(name):
                self.fields[name].help_text = guess
        if companions := [(each.pk, each) for each in companions_of(self.known)]:
            self.fields["companion"] = forms.ChoiceField(
                label=_("The transactions file that goes with it"),
                choices=[*companions, ("", _("None"))],
                initial=companions[0][0],
                required=False,
                help_text=_("It says who bought, and what was collected in all."),
            )

    @property
    def _columns(self) -> list[forms.BoundField]:
        """The boxes of the columns, in the order of the file."""
        return [field for field in self if field.name.startswith("column_")]

    @property
    def columns(self) -> list[forms.BoundField]:
        """What has to be looked at: of a file that we know, only what we read."""
        return [field for field in self._columns if self.known.is_generic or field.initial or field.errors]

    @property
    def other_columns(self) -> list[forms.BoundField]:
        """The rest, for whoever knows better."""
        shown = {field.name for field in self.columns}
        return [field for field in self._columns if field.name not in shown]

    @property
    def options(self) -> list[forms.BoundField]:
        """The boxes of everything else."""
        names = (*OPTIONS[self.kind], "companion", "again")
        return [self[name] for name in names if name in self.fields]

    def clean_source(self) -> str:
        try:
            return clean_code(self.cleaned_data["source"], longest=40)
        except NotUnderstood as problem:
            raise forms.ValidationError(problem.sentence) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        problems = problems_of(self.mapping, self.kind)
        labels = {field.key: field.label for field in fields_of(self.kind, custom_labels())}
        for position in range(len(self.headers)):
            if cleaned.get(f"column_{position}") in problems["twice"]:
                self.add_error(f"column_{position}", _("Another column says the same. Choose one of them."))
        for key in problems["missing"]:
            self.add_error(None, self._missing(labels[key]))
        return cleaned

    def _missing(self, label: str | Promise) -> str:
        """Of a sale each one is needed; of a person, any that says who it is."""
        if self.kind == "customers":
            return gettext(
                "No column says who somebody is: choose a name, an e-mail, a phone or their number for one."
            )
        return gettext("No column is: %(field)s") % {"field": label}

    @property
    def mapping(self) -> dict[str, str]:
        """{header: field} of the columns that are read."""
        chosen = {header: self.cleaned_data.get(f"column_{n}", "") for n, header in enumerate(self.headers)}
        return {header: field for header, field in chosen.items() if field}

    @property
    def answers(self) -> dict[str, str]:
        """The options, as the import keeps them."""
        names = (*OPTIONS[self.kind], "companion")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}
