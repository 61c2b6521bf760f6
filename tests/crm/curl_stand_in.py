"""As much of curl as docs/api.md uses, for machines without curl: `-s -i -X -H -d ADDRESS`."""

import sys
import urllib.request
from argparse import ArgumentParser
from urllib.error import HTTPError


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-i", action="store_true")
    parser.add_argument("-X", default="GET")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-d")
    parser.add_argument("address")
    asked = parser.parse_args()
    headers = dict(line.split(": ", 1) for line in asked.H)
    body = asked.d.encode() if asked.d else None
    request = urllib.request.Request(asked.address, body, headers, method=asked.X)
    try:
        answer = urllib.request.urlopen(request, timeout=20)
    except HTTPError as refusal:
        answer = refusal
    if asked.i:
        sys.stdout.write(f"HTTP/1.1 {answer.status}\n{''.join(str(answer.headers))}")
    sys.stdout.write(answer.read().decode())


main()
