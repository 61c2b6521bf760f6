"""Beside each column stands what is in it."""

import pytest

from customers.actions import data_import as imports
from customers.actions.import_columns import first_values


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page(client, mark):
    def opened(content):
        client.force_login(mark)
        brought = imports.receive_file("people.csv", [content], by=mark)
        return brought, client.get(f"/imports/{brought.pk}/columns/").text

    return opened


def test_columns_show_their_first_value_cut_short(page):
    long = "x" * 41
    _brought, text = page(f"Name,Town,Notes,Empty\nAnna,,{long},\nBert,York,short,\n".encode())

    assert "For example: Anna" in text
    assert "For example: York" in text
    assert f"For example: {'x' * 39}…" in text
    assert text.count("For example:") == 3


def test_examples_are_words_and_nothing_else(page):
    _brought, text = page(b"Name\n<img src=x onerror=alert(1)>%s%\n")

    assert "<img src=x" not in text
    assert "For example: &lt;img src=x onerror=alert(1)&gt;%s%" in text


def test_columns_of_a_file_that_is_gone_have_no_examples(page, client):
    brought, _text = page(b"Name\nAnna\n")
    imports.path_of(brought).unlink()

    response = client.get(f"/imports/{brought.pk}/columns/")

    assert response.status_code == 200
    assert "For example:" not in response.text


def test_rows_that_cannot_be_read_leave_the_columns_as_they_are(mark, settings):
    brought = imports.receive_file("people.csv", [b"Name,Town\nAnna,\nBert,York\n"], by=mark)
    settings.IMPORT_MAX_ROWS = 1

    assert first_values(brought) == {0: "Anna"}
