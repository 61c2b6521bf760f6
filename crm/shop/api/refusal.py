"""A refusal with a status of its own."""

from rest_framework.exceptions import APIException


class Refused(APIException):
    """A refusal with a status of its own, and the fields it is about."""

    def __init__(self, status: int, sentence: str, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(sentence)
        self.status_code = status
        self.errors = errors
