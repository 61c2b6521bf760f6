"""A container asks its own web server: `python crm/embedded/healthcheck.py`. Stands alone, to be quick."""

import os
import sys
import urllib.request


def lives(port: int) -> bool:
    """Does it answer, under a name it accepts?"""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if lives(int(os.environ.get("PORT", "8000"))) else 1)
