"""An embedded Valkey: the doorbell between web and worker. Losing what it holds loses nothing."""

import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crm.embedded.binaries import valkey_program
from crm.embedded.logs import roll_over, tail
from crm.embedded.places import CannotStart, make_private, make_state, socket_directory
from crm.embedded.processes import die_with_parent

STOP_PATIENCE = 10


@dataclass
class Valkey:
    """One server on one socket."""

    state: Path
    is_durable: bool = True
    process: subprocess.Popen[bytes] | None = None

    name = "Valkey"

    @property
    def log(self) -> Path:
        """Everything Valkey says."""
        return self.state / "valkey.log"

    @property
    def socket(self) -> Path:
        """Its only door."""
        return socket_directory(self.state, "kv") / "kv.sock"

    def start(self, *, patience: float = 15) -> None:
        """Come up and answer."""
        make_state(self.state)
        make_private(self.socket.parent, account=None)
        if self.answers():
            raise CannotStart(f"Another server already answers on {self.socket}. End it and start again.")
        self.launch()
        self.wait(patience)

    def launch(self) -> None:
        """Start the server; it ends itself should we die."""
        roll_over(self.log)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [valkey_program(), *self.options()],
                cwd=self.state,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only calls the kernel
            )

    def options(self) -> list[str]:
        """No port; waiting bells survive a restart unless this is for tests."""
        keep = ["--save", "300 1", "--dir", str(self.state), "--dbfilename", "valkey.rdb"]
        door = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        return [*door, "--maxmemory-policy", "noeviction", *(keep if self.is_durable else ["--save", ""])]

    def wait(self, patience: float) -> None:
        """Until it answers."""
        deadline = time.monotonic() + patience
        while not self.answers():
            if self.process and self.process.poll() is not None:
                raise CannotStart(f"Valkey ended while starting. The end of {self.log}:\n{tail(self.log)}")
            if time.monotonic() > deadline:
                raise CannotStart(f"Valkey did not answer within {patience:.0f} s; see {self.log}")
            time.sleep(0.01)

    def answers(self) -> bool:
        """Is it up?"""
        try:
            with socket.socket(socket.AF_UNIX) as door:
                door.settimeout(1)
                door.connect(str(self.socket))
                door.sendall(b"PING\r\n")
                return door.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self) -> None:
        """An orderly end; by force when it takes too long."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_PATIENCE)
            return
        self.process.kill()
        self.process.wait()
