"""Walking through the house by its links, without a browser."""

import re
import time
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from crm.shop.models import User


def linked(html: str) -> list[str]:
    """Every address of our own on a page."""
    return [link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', html)]


@cache
def view_of(path: str) -> str:
    """The view behind an address, or nothing; every page links to the same dozens."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def every_page(client: Client, *first: str) -> Iterator[tuple[str, HttpResponse]]:
    """(address, answer) of each page that can be reached by links; one address for each view."""
    seen: set[str] = set()
    waiting = list(first)
    while waiting:
        path = waiting.pop(0)
        view = view_of(path)
        if not view or view in seen:
            continue
        seen.add(view)
        answer = client.get(path, follow=True)
        if answer.headers["Content-Type"].startswith("text/html"):
            yield path, answer
            waiting += linked(answer.content.decode())


def sign_in_a_moment_ago(client: Client, person: User) -> Client:
    """Signed in so lately that no page asks for the password again."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client
