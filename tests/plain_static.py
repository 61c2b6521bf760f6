"""Where styles and pictures are in tests."""

from functools import cache
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage


class PlainStatic(StaticFilesStorage):
    """No manifest of files is needed. Each page asks for a dozen addresses, always the same."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.url = cache(super().url)  # type: ignore[method-assign]
