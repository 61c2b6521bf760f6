"""What every page needs to draw itself, whoever looks at it."""

from typing import Any

from django.http import HttpRequest

THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")


def theme_of(request: HttpRequest) -> str:
    """The theme this browser asked for; a cookie, so that the first byte has the right colour."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def page(request: HttpRequest) -> dict[str, Any]:
    """The theme, and where we are, so that the navigation can mark it."""
    match = request.resolver_match
    return {"theme": theme_of(request), "here": match.view_name if match else ""}
