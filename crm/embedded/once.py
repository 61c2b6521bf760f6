"""`make manage COMMAND="…"`: one manage.py command with the services up, whether or not the shop runs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from crm.embedded.places import REPOSITORY, CannotStart, make_state
from crm.embedded.plan import Plan, is_given, owner_environment, read_plan
from crm.embedded.postgres import Postgres
from crm.embedded.processes import AlreadyRunning, hold_lock, sweep
from crm.embedded.valkey import Valkey


@contextmanager
def services(plan: Plan) -> Iterator[Postgres | None]:
    """The services of this state for a while; AlreadyRunning when `make run` has them."""
    make_state(plan.state)
    with ExitStack() as stack:
        stack.enter_context(hold_lock(plan.state / "run.lock", told=f"pid {os.getpid()}, a single command"))
        sweep(plan.state / "run.json")
        if not is_given("REDIS_URL", os.environ):
            valkey = Valkey(plan.state)
            stack.callback(valkey.stop)
            valkey.start()
        if is_given("DATABASE_URL", os.environ):
            yield None
            return
        postgres = Postgres(plan.state)
        stack.callback(postgres.stop)
        postgres.start()
        yield postgres


def manage(plan: Plan, arguments: list[str]) -> int:
    """Run manage.py on this terminal; the settings know which commands act as the owner of the tables."""
    environment = owner_environment(plan, os.environ)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=REPOSITORY, env=environment, check=False
    ).returncode


def run_once(arguments: list[str]) -> int:
    """With the running shop's services, or with our own for the moment."""
    plan = read_plan(os.environ)
    try:
        with services(plan):
            return manage(plan, arguments)
    except AlreadyRunning:
        return manage(plan, arguments)


def main() -> int:
    """The way in for `python -m crm.embedded.once`."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        try:
            return run_once(sys.argv[1:])
        except CannotStart as error:
            print(error, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
