"""A request is let in when all of it is there, and not before."""

import pytest

from crm.web import arriving as room
from crm.web.arriving import Arriving, Refused
from crm.web.busy import BusyAnswers

FORM = b"POST /customers/new/ HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\n\r\nhello"


@pytest.fixture
def said():
    return []


@pytest.fixture
def arriving(said):
    arriving = Arriving(begun=100.0, go_ahead=lambda: said.append("go ahead"))
    yield arriving
    arriving.close()


def asked(line, *headers):
    arriving = Arriving(0, go_ahead=lambda: None)
    arriving.take(b"\r\n".join([line + b" HTTP/1.1", *headers, b"", b""]))
    arriving.close()
    return arriving


def test_take_byte_by_byte_is_whole_at_the_last_one(arriving):
    for byte in FORM[:-1]:
        arriving.take(bytes([byte]))
        assert not arriving.is_whole
    arriving.take(FORM[-1:])

    arriving.arrived.seek(0)
    assert arriving.is_whole
    assert arriving.arrived.read() == FORM
    assert arriving.size == len(FORM)


def test_take_keeps_what_belongs_to_the_next_request(arriving):
    arriving.take(FORM + b"GET / HT")
    arriving.take(b"TP/1.1")

    arriving.arrived.seek(0)
    assert arriving.arrived.read() == FORM
    assert arriving.rest == b"GET / HTTP/1.1"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"x" * room.MOST_HEAD, 431),
        (b"POST / HTTP/1.1\r\nContent-Length: 110000001\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
    ],
)
def test_take_refuses_what_cannot_become_a_request(arriving, sent, status):
    with pytest.raises(Refused) as refused:
        arriving.take(sent)

    assert refused.value.status == status


def test_take_says_go_ahead_once_and_the_server_does_not_repeat_it(arriving, said):
    arriving.take(b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    arriving.take(b"ab")

    arriving.arrived.seek(0)
    assert said == ["go ahead"]
    assert b"Expect" not in arriving.arrived.read()


def test_a_large_body_has_longer(arriving):
    arriving.take(b"POST / HTTP/1.1\r\nContent-Length: 10000000\r\n\r\n")

    assert arriving.deadline == 100 + room.SECONDS + 1000


@pytest.mark.parametrize(
    ("line", "is_last"),
    [
        (b"GET /account/login/", True),
        (b"GET /static/app.css", True),
        (b"POST /customers/new/", True),
        (b"GET /customers/", False),
        (b"POST /api/v1/purchases/", False),
    ],
)
def test_signing_in_and_what_was_typed_is_shed_last(line, is_last):
    assert asked(line).is_shed_last is is_last


def test_who_is_turned_away_hears_it_in_their_way():
    busy = BusyAnswers()

    page = busy.to(asked(b"GET /customers/"))
    part = busy.to(asked(b"GET /customers/", b"HX-Request: true"))
    boosted = busy.to(asked(b"GET /customers/", b"HX-Request: true", b"HX-Boosted: true"))
    problem = busy.to(asked(b"GET /api/v1/customers/"))

    assert all(answer.startswith(b"HTTP/1.1 503 ") for answer in (page, part, problem))
    assert all(b"\r\nRetry-After: 5\r\n" in answer for answer in (page, part, problem))
    assert b"<html" in page
    assert boosted == page
    assert (b"<html" in part, b"HX-Retarget: #notices" in part) == (False, True)
    assert b"application/problem+json" in problem
