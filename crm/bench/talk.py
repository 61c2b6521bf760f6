"""HTTP in plain bytes, on a connection that stays open: asking takes as little of the processor as can be."""

import re
import socket
from typing import NamedTuple

PIECE, PATIENCE = 262_144, 30
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
IN_CHUNKS = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\r]+)=([^;\r]*)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]*)", re.IGNORECASE)


class HungUp(OSError):
    """The server closed the connection before it had said everything."""


class Reply(NamedTuple):
    """What came back, its head as it was sent."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head[9:12])

    @property
    def location(self) -> str:
        found = LOCATION.search(self.head)
        return found[1].decode() if found else ""

    @property
    def closes(self) -> bool:
        """Will the server hang up after this?"""
        return CLOSES.search(self.head) is not None

    @property
    def cookies(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in COOKIE.findall(self.head)}


class Talk:
    """One connection to a port of this machine; it is laid at the first question, and anew after `close`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._rest = b""

    def ask(self, request: bytes) -> Reply:
        """Send it, and wait for the whole answer. Raises OSError when nobody is there any more."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        head = self._until(END_OF_HEAD)
        if head[9:12] in {b"204", b"304"}:
            return Reply(head, b"")
        if IN_CHUNKS.search(head):
            return Reply(head, self._chunks())
        length = LENGTH.search(head)
        return Reply(head, self._exactly(int(length[1]) if length else 0))

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _chunks(self) -> bytes:
        pieces: list[bytes] = []
        while size := int(self._until(b"\r\n").strip() or b"0", 16):
            pieces.append(self._exactly(size))
            self._exactly(2)
        self._until(b"\r\n")
        return b"".join(pieces)

    def _until(self, mark: bytes) -> bytes:
        while (end := self._rest.find(mark)) < 0:
            self._rest += self._more()
        end += len(mark)
        found, self._rest = self._rest[:end], self._rest[end:]
        return found

    def _exactly(self, size: int) -> bytes:
        pieces, missing = [self._rest], size - len(self._rest)
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        whole = b"".join(pieces)
        found, self._rest = whole[:size], whole[size:]
        return found

    def _more(self) -> bytes:
        assert self._socket is not None  # noqa: S101 - nothing is read before something was asked
        piece = self._socket.recv(PIECE)
        if not piece:
            raise HungUp("in the middle of an answer")
        return piece
