"""A port we cannot have is refused with the way out."""

import socket

import pytest

from crm.embedded import ports
from crm.embedded.places import CannotStart


def test_claim_of_a_free_port_is_silent() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    ports.claim("127.0.0.1", port)


def test_claim_of_a_taken_port_names_the_next() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotStart, match=f"make run PORT={port + 1}"):
            ports.claim("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, 70000])
def test_claim_of_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CannotStart, match="is not a port"):
        ports.claim("127.0.0.1", port)


def test_claim_of_a_port_that_is_for_root_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_address: object) -> None:
        raise PermissionError

    monkeypatch.setattr(socket.socket, "bind", refuse)

    with pytest.raises(CannotStart, match=r"Port 80 is reserved for root\..* make run PORT=8000"):
        ports.claim("127.0.0.1", 80)


def test_holder_that_we_may_not_see_is_another_program() -> None:
    assert ports.holder(1) == "another program"
