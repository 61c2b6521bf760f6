"""What we write ourselves is, byte for byte, what Django and Python write."""

import re
from email.generator import Generator

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError, sanitize_address
from hypothesis import given
from hypothesis import strategies as st

from engagement.plain_mail import envelope_address, written

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\0"), max_size=120)
LINES = st.lists(WORDS, min_size=1, max_size=6).map("\n".join)
NAMES = st.from_regex(r"[A-Za-zÀ-ž \'.-]{0,30}", fullmatch=True)
HEADERS = {"Message-ID": "<1@shop.example>", "Date": "Sat, 28 Nov 2026 02:00:00 -0000"}


def letter(**given_to) -> EmailMultiAlternatives:
    html = given_to.pop("html", "<p>Hello</p>")
    said = {"subject": "Hello", "body": "Hello", "from_email": '"Shop" <shop@shop.example>'}
    mail = EmailMultiAlternatives(
        **{**said, "to": ['"Anna" <anna@mail.example>'], "headers": HEADERS, **given_to}
    )
    mail.attach_alternative(html, "text/html")
    return mail


def by_django(mail: EmailMultiAlternatives, boundary: str) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Generator, "_make_boundary", classmethod(lambda _kind, _text=None: boundary))
        return mail.message().as_bytes(linesep="\r\n")


def same(mail: EmailMultiAlternatives) -> bool:
    ours = written(mail)
    assert ours is not None
    boundary = re.search(rb'boundary="([^"]+)"', ours)[1].decode()
    return ours == by_django(mail, boundary)


@given(LINES.filter(bool), LINES)
def test_written_bodies_are_the_same(text, html):
    assert same(letter(body=text, html=html))


@given(WORDS, st.lists(WORDS, max_size=3))
def test_written_headers_are_the_same(subject, values):
    more = {f"X-{number}": value for number, value in enumerate(values)}

    assert same(letter(subject=subject, headers={**HEADERS, **more}))


@given(NAMES, st.booleans())
def test_written_names_are_the_same(name, answers):
    reply_to = ["answers+r1-aaaaaaaaaaaaaaaaaaaa@shop.example"] if answers else None

    assert same(letter(to=[f'"{name}" <anna@mail.example>'], reply_to=reply_to))


@pytest.mark.parametrize(
    "words",
    [
        "https://shop.example/u/" + "x" * 300,
        "a " * 200,
        "two  spaces",
        " first",
        "last ",
        "Grüße " * 40,
        "=?utf-8?q?x?=",
    ],
)
def test_written_headers_that_are_folded_or_odd_are_the_same(words):
    assert same(letter(subject=words, headers={**HEADERS, "List-Unsubscribe": words}))


def test_written_sets_a_date_where_none_is_said():
    assert b"\r\nDate: " in written(letter(headers={"Message-ID": "<1@shop.example>"}))


@pytest.mark.parametrize("text", ["x" * 999, "ä" * 500, "a\n" + "x" * 999])
def test_lines_too_long_for_a_server_are_left_to_django(text):
    assert (written(letter(body=text)), written(letter(html=text))) == (None, None)


def test_what_is_not_text_and_html_is_left_to_django():
    with_file, hidden, plain = letter(), letter(), letter(body="")
    with_file.attach("a.txt", "a", "text/plain")
    hidden.bcc = ["b@mail.example"]

    assert [written(mail) for mail in (with_file, hidden, plain)] == [None, None, None]


@pytest.mark.parametrize("name", ["Subject", "X-More"])
def test_written_refuses_a_header_of_two_lines(name):
    mail = letter(headers={**HEADERS, "X-More": "a\nBcc: b@mail.example"} if name == "X-More" else HEADERS)
    mail.subject = "a\nBcc: b@mail.example" if name == "Subject" else "Hello"

    with pytest.raises(BadHeaderError):
        written(mail)


@pytest.mark.parametrize("address", ["anna@mail.example", '"Anna Bell" <anna.b+x@mail.example>'])
def test_envelope_address_is_the_address_alone(address):
    assert envelope_address(address) == address.rpartition("<")[2].rstrip(">")


def test_envelope_address_of_another_alphabet_is_written_as_django_writes_it():
    assert envelope_address('"Änna" <anna@exämple.org>') == sanitize_address(
        '"Änna" <anna@exämple.org>', "utf-8"
    )
