"""A request on its way in, gathered until it is whole: nobody who is slow keeps a thread waiting."""

import re
import tempfile
from collections.abc import Callable

MOST_HEAD = 65_536
# A little more than the largest file an import takes.
MOST_BODY = 110_000_000
KEPT_IN_MEMORY = 262_144
# From the first byte to the end of the head; a body must come at least at this pace.
SECONDS = 20
SLOWEST = 10_000
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
IN_CHUNKS = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)
FOR_A_PART = re.compile(rb"\r\nhx-request:[ \t]*true[ \t]*\r\n", re.IGNORECASE)
FOR_A_PAGE = re.compile(rb"\r\nhx-boosted:[ \t]*true[ \t]*\r\n", re.IGNORECASE)
# Whoever comes in to work, what a page needs to draw itself, and whoever asks whether we live.
SHED_LAST = (b"/account/", b"/static/", b"/healthz", b"/readyz", b"/metrics")


class Refused(Exception):
    """Nobody needs to read this request: its status says why."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Arriving:
    """One request, as far as it has come."""

    def __init__(self, begun: float, go_ahead: Callable[[], None]) -> None:
        self.begun = begun
        self.deadline = begun + SECONDS
        self.size = 0
        self.head = b""
        # What came after its end belongs to the next one.
        self.rest = b""
        self._missing = 0
        self._go_ahead = go_ahead
        self.arrived = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - see close

    def take(self, piece: bytes) -> None:
        """The next bytes. Raises Refused when they cannot become a request of ours."""
        if self.head:
            return self._take_body(piece)
        self.rest += piece
        head, end, body = self.rest.partition(END_OF_HEAD)
        if len(head) > MOST_HEAD:
            raise Refused(431)
        if end:
            self.rest = b""
            self._take_head(head + end)
            self._take_body(body)

    def _take_head(self, head: bytes) -> None:
        if IN_CHUNKS.search(head):
            raise Refused(411)
        length = LENGTH.search(head)
        self._missing = int(length[1]) if length else 0
        if self._missing > MOST_BODY:
            raise Refused(413)
        self.deadline += self._missing / SLOWEST
        # We say "go ahead" ourselves: the server would say it only once everything is here.
        self.head, is_asking = EXPECTS.subn(b"", head)
        self._keep(self.head)
        if is_asking:
            self._go_ahead()

    def _take_body(self, piece: bytes) -> None:
        body, self.rest = piece[: self._missing], self.rest + piece[self._missing :]
        self._missing -= len(body)
        self._keep(body)

    def _keep(self, piece: bytes) -> None:
        self.size += len(piece)
        self.arrived.write(piece)

    @property
    def is_whole(self) -> bool:
        return bool(self.head) and not self._missing

    @property
    def method(self) -> bytes:
        return self.head.partition(b" ")[0]

    @property
    def path(self) -> bytes:
        return self.head.partition(b"\r\n")[0].partition(b" ")[2]

    @property
    def is_shed_last(self) -> bool:
        """Signing in, and whatever somebody has typed, goes before looking."""
        if self.path.startswith(SHED_LAST):
            return True
        return self.method == b"POST" and not self.is_for_programs

    @property
    def is_for_programs(self) -> bool:
        return self.path.startswith(b"/api/")

    @property
    def is_for_a_part(self) -> bool:
        """Does htmx ask for a piece of a page?"""
        return bool(FOR_A_PART.search(self.head)) and not FOR_A_PAGE.search(self.head)

    def close(self) -> None:
        self.arrived.close()
