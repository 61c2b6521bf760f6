"""The web server's door: only whole requests come in, and no more than can be answered soon.

Gunicorn's threads read a request themselves, so that a handful of slow senders would stop the shop, and its
queue has no end. Here one loop gathers what arrives, and a thread gets a request when all of it is there.
"""

import socket
import ssl
import struct
import sys
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.http import get_parser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.sock import ssl_wrap_socket
from gunicorn.workers.gthread import TConn, ThreadWorker

from crm.web.arriving import Arriving, Refused

PIECE = 65_536
# Beyond this many half requests, or this many bytes of them, whoever has had the most time goes.
MOST_ARRIVING = 500
MOST_HELD = 300_000_000
# Those who are shed last may wait in a queue so many times as long.
PATIENCE_WITH_THE_LAST = 4
GOODBYE_SECONDS = 2
LOOK_EVERY = 0.5
# A thread that must wait for a socket after all waits no longer.
THREAD_SECONDS = struct.pack("ll", 30, 0)
# Whoever runs Python gives way ten times sooner than usual: turning away must be quick when threads are busy.
TURN_SECONDS = 0.0005


class Arrived(SocketUnreader):  # type: ignore[misc]
    """What the server reads a request from: all that has arrived."""

    def __init__(self, connection: Any, arriving: Arriving) -> None:
        super().__init__(connection.sock)
        self.arriving = arriving
        self.arriving.arrived.seek(0)

    def chunk(self, size_hint: int | None = None) -> bytes:
        piece: bytes = self.arriving.arrived.read(max(size_hint or 0, self.mxchunk))
        return piece or super().chunk(size_hint)


class Door(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with threads, behind a door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[Any, Arriving] = {}
        self.leaving: dict[Any, float] = {}
        self.held = self.inside = 0
        self.looked_at = self.complained_at = 0.0

    def run(self) -> None:
        # Only now is Django there.
        from django.conf import settings

        from crm.web.busy import BusyAnswers

        self.busy, self.most_waiting = BusyAnswers(), settings.WEB_WAITING
        sys.setswitchinterval(TURN_SECONDS)
        super().run()

    def accept(self, listener: socket.socket) -> None:
        """Somebody knocks."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return None
        self.nr_conns += 1
        for limit in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            client.setsockopt(socket.SOL_SOCKET, limit, THREAD_SECONDS)
        connection = TConn(self.cfg, client, address, listener.getsockname())
        try:
            connection.sock = ssl_wrap_socket(client, self.cfg) if self.cfg.is_ssl else client
        except OSError:
            return self.hang_up(connection)
        self.await_request(connection)

    def await_request(self, connection: Any, rest: bytes = b"") -> None:
        """Gather the next request; `rest` is what came of it already."""
        while len(self.arriving) >= MOST_ARRIVING:
            self.hang_up(next(iter(self.arriving)))
        go_ahead = partial(_send, connection.sock, b"HTTP/1.1 100 Continue\r\n\r\n")
        self.arriving[connection] = Arriving(time.monotonic(), go_ahead)
        try:
            self.poller.register(connection.sock, EVENT_READ, partial(self.on_arriving, connection))
        except (ValueError, KeyError):
            return self.hang_up(connection)
        if rest:
            self.take(connection, rest)

    def on_arriving(self, connection: Any, _sock: Any) -> None:
        """Some more of a request is here."""
        try:
            piece = _receive(connection.sock)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        except OSError:
            piece = b""
        if piece:
            self.take(connection, piece)
        else:
            self.hang_up(connection)

    def take(self, connection: Any, piece: bytes) -> None:
        """Add it to what is there; when that is all, let it in."""
        arriving = self.arriving[connection]
        before = arriving.size
        try:
            arriving.take(piece)
        except Refused as refused:
            from crm.web.busy import short_answer

            return self.turn_away(connection, short_answer(refused.status))
        self.held += arriving.size - before
        if self.held > MOST_HELD or (arriving.is_whole and self.is_full_for(arriving)):
            self.complain()
            self.turn_away(connection, self.busy.to(arriving))
        elif arriving.is_whole:
            self.let_in(connection)

    def is_full_for(self, arriving: Arriving) -> bool:
        """Would this one have to wait for too long?"""
        patience = PATIENCE_WITH_THE_LAST if arriving.is_shed_last else 1
        return self.inside >= int(self.cfg.threads) + self.most_waiting * patience

    def complain(self) -> None:
        """Into the log, not more often than somebody reads it."""
        if time.monotonic() - self.complained_at > 10:
            self.complained_at = time.monotonic()
            self.log.warning("Too many requests at once: some are answered 503 (inside: %s)", self.inside)

    def let_in(self, connection: Any) -> None:
        """Into the queue for a thread."""
        arriving = self.arriving.pop(connection)
        self.poller.unregister(connection.sock)
        if connection.parser is None:
            connection.parser = get_parser(self.cfg, connection.sock, connection.client)
        connection.parser.unreader = Arrived(connection, arriving)
        connection.initialized = connection.data_ready = True
        self.inside += 1
        self.enqueue_req(connection)

    def finish_request(self, connection: Any, answering: "Future[Any]") -> None:
        """A thread is done with it: wait for the next request, or say goodbye."""
        arriving = connection.parser.unreader.arriving
        self.inside -= 1
        self.held -= arriving.size
        arriving.close()
        goes_on = not answering.cancelled() and answering.exception() is None and answering.result()
        if not goes_on or connection.sock.fileno() < 0:
            return self.see_off(connection)
        connection.sock.setblocking(False)
        if arriving.rest:
            return self.await_request(connection, arriving.rest)
        connection.set_timeout()
        if not self.alive:
            connection.timeout = min(connection.timeout, time.monotonic() + GOODBYE_SECONDS)
        self.keepalived_conns.append(connection)
        self.poller.register(connection.sock, EVENT_READ, partial(self.on_client_socket_readable, connection))

    def on_client_socket_readable(self, connection: Any, client: Any) -> None:
        """The next request of somebody we know begins to arrive."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(connection)
        self.await_request(connection)

    def turn_away(self, connection: Any, answer: bytes) -> None:
        """Tell them at the door."""
        _send(connection.sock, answer)
        self.forget(connection)
        self.see_off(connection)

    def see_off(self, connection: Any) -> None:
        """Close our side, and give them a moment to read what we said, without waiting for it."""
        try:
            connection.sock.setblocking(False)
            connection.sock.shutdown(socket.SHUT_WR)
            self.poller.register(connection.sock, EVENT_READ, partial(self.on_leaving, connection))
        except (OSError, ValueError, KeyError):
            return self.hang_up(connection)
        self.leaving[connection] = time.monotonic() + GOODBYE_SECONDS

    def on_leaving(self, connection: Any, _sock: Any) -> None:
        """What they still send is nothing to us."""
        with suppress(BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            try:
                if _receive(connection.sock):
                    return
            except (ConnectionError, ssl.SSLEOFError):
                pass
            self.hang_up(connection)

    def forget(self, connection: Any) -> None:
        """It is on no list any more."""
        if arriving := self.arriving.pop(connection, None):
            self.held -= arriving.size
            arriving.close()
        self.leaving.pop(connection, None)
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(connection.sock)

    def hang_up(self, connection: Any) -> None:
        """Without a word."""
        self.forget(connection)
        self.nr_conns -= 1
        connection.close()

    def murder_pending(self) -> None:
        """Those who take too long; when we are asked to stop, that is sooner. (The name is gunicorn's.)"""
        now = time.monotonic()
        if now - self.looked_at < LOOK_EVERY:
            return
        self.looked_at = now
        patience = GOODBYE_SECONDS if not self.alive else float("inf")
        late = [
            connection
            for connection, arriving in self.arriving.items()
            if now > min(arriving.deadline, arriving.begun + patience)
        ]
        late += [connection for connection, deadline in self.leaving.items() if now > deadline]
        for connection in late:
            self.hang_up(connection)


def _receive(sock: Any) -> bytes:
    """All that is there; what TLS has unpacked already wakes nobody up again."""
    piece: bytes = sock.recv(PIECE)
    while ready := getattr(sock, "pending", int)():
        piece += sock.recv(ready)
    return piece


def _send(sock: Any, words: bytes) -> None:
    with suppress(OSError):
        sock.send(words)
