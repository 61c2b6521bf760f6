"""PostgreSQL, Valkey and the process runner behind `make run` and `make test`. Knows nobody, imports no Django."""
