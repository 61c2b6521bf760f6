"""What is logged, for the few tests that look."""

import logging


class Told(logging.Handler):
    """Keeps the lines as they are said."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
