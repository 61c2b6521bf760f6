"""The doors of a floor, found by the first word of the address instead of one after the other."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.urls import ResolverMatch, URLPattern, URLResolver, include
from django.urls.resolvers import RoutePattern

ANYTHING = ""
Door = URLPattern | URLResolver


def floor(module: str) -> "Floor":
    """What `path("", include(module))` is, with hundreds of doors in it."""
    doors, app_name, namespace = include(module)
    return Floor(RoutePattern("", is_endpoint=False), doors, None, app_name, namespace)


class Floor(URLResolver):
    """Looks only at the doors whose address begins with the same word."""

    def resolve(self, path: str) -> ResolverMatch:
        """The view behind this path; raises Resolver404."""
        word = str(path).partition("/")[0]
        return self._corridors.get(word, self._corridors[ANYTHING]).resolve(path)

    @cached_property
    def _corridors(self) -> dict[str, URLResolver]:
        words = {ANYTHING, *map(first_word, self._doors)}
        return {word: self._corridor({word, ANYTHING}) for word in words}

    @cached_property
    def _doors(self) -> list[Door]:
        """All of them in their order, with those of every room that has no word of its own."""
        return list(_opened(self.url_patterns))

    def _corridor(self, words: set[str]) -> URLResolver:
        """These doors, in the order in which they stand."""
        doors = [door for door in self._doors if first_word(door) in words]
        return URLResolver(self.pattern, doors, self.default_kwargs, self.app_name, self.namespace)


def _opened(doors: Iterable[Door]) -> Iterator[Door]:
    for door in doors:
        if isinstance(door, URLResolver) and not (str(door.pattern) or door.namespace or door.default_kwargs):
            yield from _opened(door.url_patterns)
        else:
            yield door


def first_word(door: Door) -> str:
    """The word that every address behind this door begins with; nothing when there is none."""
    head, slash, _rest = str(door.pattern).partition("/")
    is_whole = bool(slash) or isinstance(door, URLPattern)
    is_plain = isinstance(door.pattern, RoutePattern) and "<" not in head
    return head if is_whole and is_plain else ANYTHING
