"""Is the port free, and if not, whose is it?"""

import socket
from contextlib import suppress

import psutil

from crm.embedded.places import CannotStart


def claim(host: str, port: int) -> None:
    """Refuse to start on a port we cannot have, and say what to do."""
    if not 0 < port < 65536:
        raise CannotStart(f"PORT={port} is not a port. Use a number from 1024 to 65535: make run PORT=8000")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CannotStart(
                f"Port {port} is reserved for root. Choose another: make run PORT=8000"
            ) from None
        except OSError:
            raise CannotStart(
                f"Port {port} on {host} is in use by {holder(port)}. "
                f"Stop it, or choose another: make run PORT={port + 1}"
            ) from None


def holder(port: int) -> str:
    """The program that listens there, as far as we may see it."""
    with suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.pid and connection.laddr[1:] == (port,):
                process = psutil.Process(connection.pid)
                return f"{process.name()} (pid {connection.pid}, user {process.username()})"
    return "another program"
