"""Any list as a file, with the filter that is on. Whoever takes it out shows their face first."""

import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve
from django.views.decorators.http import require_http_methods

from crm.shop.actions.list_file import note_list
from crm.shop.guards import StaffRequest, require, sudo
from crm.shop.permissions import Permission
from crm.shop.tables import TABLES, Table, list_key
from crm.web.paging import WholeList, capped_count, wants_whole_list
from crm.web.table_file import table_file

PAGE = "shop/list_file.html"
LONGEST_ADDRESS = 4000


@dataclass(frozen=True)
class Asked:
    """The list somebody looks at: its address, how it becomes a table, and its rows."""

    address: str
    view: str
    table: Table
    rows: QuerySet[Any]


@require(Permission.CUSTOMER_EXPORT)
@sudo  # type: ignore[arg-type] # to the stubs, a stream is no HttpResponse
@require_http_methods(["GET", "HEAD", "POST"])
def list_file(request: StaffRequest) -> HttpResponse | StreamingHttpResponse:
    """Which kind of file; after that, the file."""
    asked = _asked(request, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        return _file(request, asked)
    return render(request, PAGE, {"asked": asked, "count": capped_count(asked.rows)})


def _asked(request: StaffRequest, given: QueryDict) -> Asked:
    """The rows of the list with this address, for whoever may open it; 404 where it is none of ours."""
    address = given.get("list", "")[:LONGEST_ADDRESS]
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404 as problem:
        raise Http404 from problem
    table = TABLES.get(match.view_name)
    if table is None:
        raise Http404
    return Asked(f"{parts.path}?{parts.query}", match.view_name, table, _rows(request, match, parts.query))


def _rows(request: StaffRequest, match: ResolverMatch, query: str) -> QuerySet[Any]:
    """The page is opened as far as the place where it would cut a piece from its list."""
    as_if = copy.copy(request)
    as_if.method, as_if.GET = "GET", QueryDict(query)
    token = wants_whole_list.set(True)
    try:
        match.func(as_if, *match.args, **match.kwargs)
    except WholeList as found:
        return found.rows
    finally:
        wants_whole_list.reset(token)
    raise Http404


def _file(request: StaffRequest, asked: Asked) -> StreamingHttpResponse:
    note_list(list_key(asked.view), asked.rows, by=request.user)
    lines = asked.table.lines(asked.rows, request.user)
    return table_file(lines, list_key(asked.view), wanted=request.POST.get("format", ""))
