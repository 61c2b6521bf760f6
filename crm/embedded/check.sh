#!/bin/sh
# `make check`: everything is looked at, even after the first complaint, and named at the end.
bin=.venv/bin
failed=

look() {
  name=$1
  shift
  if "$@" >.venv/check.log 2>&1; then
    echo "  ok    $name"
  else
    echo "  FAIL  $name"
    cat .venv/check.log
    failed="$failed $name"
  fi
}

look style $bin/ruff check .
look format $bin/ruff format --check .
look types $bin/mypy
look layers $bin/lint-imports
look migrations $bin/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
look templates $bin/djlint templates --lint --quiet
# Without the services that the other tests start.
look docs $bin/python -m pytest -q -o addopts= --import-mode=importlib tests/architecture/test_docs.py
[ -z "$failed" ] || { echo "make check:$failed" >&2; exit 1; }
