"""What was typed comes back with an error page, unless it must not."""

import pytest
from django.test import RequestFactory

from crm.web.errors import kept_fields
from crm.web.templatetags.navigation import address_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            {"csrfmiddlewaretoken": "abc", "story": "It leaks"},
            [("csrfmiddlewaretoken", "abc"), ("story", "It leaks")],
        ),
        ({"name": "Anna", "tag": ["wool", "cards"]}, [("name", "Anna"), ("tag", "wool"), ("tag", "cards")]),
        ({"name": "Anna", "password": "secret"}, []),
        ({}, []),
    ],
)
def test_kept_fields_are_all_or_none(typed, kept):
    assert kept_fields(RequestFactory().post("/", typed)) == kept


def test_kept_fields_of_a_get_or_a_broken_form_are_none():
    broken = RequestFactory().post("/", b"no parts", content_type="multipart/form-data")

    assert kept_fields(RequestFactory().get("/?name=Anna")) == []
    assert kept_fields(broken) == []


def test_address_of_a_page_this_shop_does_not_have_is_empty():
    assert address_of("shop:no_such_page") == ""
