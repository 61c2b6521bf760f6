"""The lists of the cellar as files."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.field_names import count_in_words, field_in_words
from crm.shop.models import AuditEntry, User
from crm.shop.naming import names_of
from crm.shop.tables import CHUNK, Column, as_table, columns, moment, word, yes_no
from crm.shop.verbs import in_words
from crm.web.spreadsheet import Cell


def history(found: QuerySet[AuditEntry], user: User) -> Iterator[Sequence[Cell]]:
    """What an entry is about gets its name only here, some hundred at a time."""
    yield [_("When"), _("Who"), _("What"), _("About"), _("Changed"), _("Address")]
    rows = found.iterator(chunk_size=CHUNK)
    while entries := list(islice(rows, CHUNK)):
        named: dict[str, Any] = names_of(entry.about for entry in entries)
        for entry in entries:
            about = strip_tags(str(named.get(entry.about, entry.about)))
            what = in_words(entry.verb)
            yield [moment(entry.at), entry.actor, what, about, what_changed(entry), entry.address]


def what_changed(entry: AuditEntry) -> str:
    """The names of the changed fields, then what was counted."""
    fields = [field_in_words(entry.about, name) for name in entry.fields]
    counts = [f"{count_in_words(name)}: {count}" for name, count in entry.counts.items()]
    return ", ".join([*fields, *counts])


as_table("shop:audit_list", gettext_lazy("History"), history)
as_table(
    "shop:staff_list",
    gettext_lazy("People who work here"),
    columns(
        Column(gettext_lazy("Name"), lambda row: row.name),
        Column(gettext_lazy("E-mail"), lambda row: row.email),
        Column(gettext_lazy("Role"), lambda row: str(row.get_role_display())),
        Column(gettext_lazy("Works here"), lambda row: yes_no(row.is_active)),
        Column(gettext_lazy("Last signed in"), lambda row: moment(row.last_login)),
        Column(gettext_lazy("Since"), lambda row: moment(row.created_at)),
    ),
)
as_table(
    "shop:location_list",
    gettext_lazy("Places"),
    columns(
        Column(gettext_lazy("Name"), lambda row: row.name),
        Column(gettext_lazy("Address"), lambda row: row.address),
        Column(gettext_lazy("Given up"), lambda row: moment(row.closed_at)),
    ),
)
as_table(
    "shop:device_list",
    gettext_lazy("Till tablets"),
    columns(
        Column(gettext_lazy("Tablet"), lambda row: row.name),
        Column(gettext_lazy("Place"), lambda row: word(row.location)),
        Column(gettext_lazy("Enrolled"), lambda row: moment(row.enrolled_at)),
        Column(gettext_lazy("By"), lambda row: word(row.enrolled_by)),
        Column(gettext_lazy("Last seen"), lambda row: moment(row.last_seen_at)),
    ),
)
as_table(
    "shop:api_token_list",
    gettext_lazy("Keys for programs"),
    columns(
        Column(gettext_lazy("What it is for"), lambda row: row.name),
        Column(gettext_lazy("Begins with"), lambda row: row.prefix),
        Column(gettext_lazy("It may"), lambda row: ", ".join(row.scope_words)),
        Column(gettext_lazy("Made"), lambda row: moment(row.created_at)),
        Column(gettext_lazy("By"), lambda row: word(row.created_by)),
        Column(gettext_lazy("Works until"), lambda row: moment(row.expires_at)),
        Column(gettext_lazy("Last used"), lambda row: moment(row.last_used_at)),
        Column(gettext_lazy("Taken back"), lambda row: moment(row.revoked_at)),
    ),
)
