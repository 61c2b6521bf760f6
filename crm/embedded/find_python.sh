#!/bin/sh
# Prints the first Python 3.11 to 3.14 that really runs and can make a .venv (a pyenv shim may be there and fail).
found=
for candidate in "$PYTHON" python3.13 python3.12 python3.14 python3.11 python3 python; do
  [ -n "$candidate" ] || continue
  "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1 || continue
  found=$candidate
  "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1 || continue
  echo "$candidate"
  exit 0
done
if [ -n "$found" ]; then
  echo "$found cannot make a .venv. On Debian or Ubuntu: apt-get install python3-venv" >&2
else
  echo "Python 3.11 to 3.14 is needed and none is on PATH. Point to yours: make run PYTHON=/path/to/python3" >&2
fi
exit 1
