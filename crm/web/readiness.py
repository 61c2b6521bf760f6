"""Is this copy ready to serve? Each floor adds its own question from `ready()`."""

from collections.abc import Callable

import structlog
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

Question = Callable[[], bool]
_QUESTIONS: dict[str, Question] = {}
logger = structlog.get_logger(__name__)


def ready_when(name: str) -> Callable[[Question], Question]:
    """Register a question that must be answered with yes before anybody is sent here."""

    def register(question: Question) -> Question:
        _QUESTIONS[name] = question
        return question

    return register


def what_is_missing() -> str:
    """The name of the first question answered with no, or nothing. Only the log learns it."""
    for name, question in _QUESTIONS.items():
        try:
            is_fine = question()
        except DatabaseError:
            is_fine = False
        if not is_fine:
            logger.warning("not_ready", missing=name)
            return name
    return ""


@ready_when("database")
def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


@ready_when("migrations")
def tables_are_current() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
