"""HTTP in plain bytes: whole answers, however they come in."""

import socket
import threading

import pytest

from crm.bench.talk import HungUp, Talk

PLAIN = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
EMPTY = b"HTTP/1.1 302 Found\r\nLocation: /there/\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def says():
    """`says(answer, answer)`: a server that gives these answers, byte by byte, and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    talk = Talk(listener.getsockname()[1])

    def serve(answers):
        peer, _address = listener.accept()
        with peer:
            for answer in answers:
                peer.recv(1000)
                for number in range(len(answer)):
                    peer.sendall(answer[number : number + 1])

    def start(*answers):
        threading.Thread(target=serve, args=(answers,), daemon=True).start()
        return talk

    yield start
    talk.close()
    listener.close()


def test_talk_reads_whole_answers_one_after_the_other(says):
    talk = says(PLAIN, CHUNKED, EMPTY)

    first, second, third = (talk.ask(b"GET / HTTP/1.1\r\n\r\n") for _time in range(3))

    assert (first.status, first.body, first.cookies) == (200, b"hello", {"a": "1", "b": "2"})
    assert (second.body, second.closes) == (b"hello", False)
    assert (third.status, third.location, third.closes, third.body) == (302, "/there/", True, b"")


def test_talk_says_when_the_server_hung_up(says):
    talk = says(PLAIN[:-2])

    with pytest.raises(HungUp):
        talk.ask(b"GET / HTTP/1.1\r\n\r\n")
