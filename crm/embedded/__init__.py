"""PostgreSQL, Valkey and the process runner behind `make run` and `make test`. No Django here."""
