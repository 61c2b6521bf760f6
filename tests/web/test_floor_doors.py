"""The doors of a floor, found by their first word."""

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, include, path, resolve, reverse

from crm.web.floor_doors import ANYTHING, Floor, first_word


def nothing(request):
    raise AssertionError


@pytest.mark.parametrize(
    ("door", "word"),
    [
        (path("purchases/<int:pk>/", nothing), "purchases"),
        (path("robots", nothing), "robots"),
        (path("<slug:key>/", nothing), ""),
        (path("", nothing), ""),
        (path("c<int:pk>/", nothing), ""),
        (path("lists/", include([path("a/", nothing)])), "lists"),
        (path("lists", include([path("a/", nothing)])), ""),
    ],
)
def test_first_word(door, word):
    assert first_word(door) == word


def test_every_door_leads_where_it_led_one_after_the_other():
    floors = [each for each in get_resolver().url_patterns if isinstance(each, Floor)]
    doors = [(each, door) for each in floors for door in each.url_patterns if isinstance(door, URLPattern)]

    for each, door in doors:
        words = dict.fromkeys(door.pattern.converters, 7)
        address = reverse(f"{each.namespace}:{door.name}", kwargs=words)
        assert resolve(address).func == URLResolver.resolve(each, address[1:]).func

    assert len(doors) > 200


def test_rooms_without_a_word_of_their_own_keep_nobody_waiting_at_their_doors():
    floors = [each for each in get_resolver().url_patterns if isinstance(each, Floor)]

    assert [each.namespace for each in floors if each._corridors[ANYTHING].url_patterns] == []


def test_an_address_that_is_nobodys_is_not_found():
    with pytest.raises(Resolver404):
        resolve("/nothing/of/the/kind/")
