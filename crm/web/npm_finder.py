"""Static files straight from node_modules, and of them only those that settings.NPM_STATIC names."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage


class FrontEndPackagesAreMissing(FileNotFoundError):
    """`npm ci` has not run, or a package has moved a file."""


class NpmFinder(BaseFinder):
    """`{% static "@tabler/core/dist/css/tabler.min.css" %}` is that file of that package."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root = Path(settings.NPM_ROOT)
        self.storage = FileSystemStorage(location=self.root)

    def names(self) -> Iterator[str]:
        """The published files, below node_modules."""
        for package, patterns in settings.NPM_STATIC.items():
            for pattern in patterns:
                yield from self.matching(package, pattern)

    def matching(self, package: str, pattern: str) -> list[str]:
        """The files of one pattern; none is a mistake, not an empty page."""
        found = sorted((self.root / package).glob(pattern))
        if not found:
            raise FrontEndPackagesAreMissing(f"{package}/{pattern} is not in {self.root}. Run: make front")
        return [path.relative_to(self.root).as_posix() for path in found]

    def check(self, **_: Any) -> list[CheckMessage]:
        """`manage.py check` names a package that is missing."""
        try:
            list(self.names())
        except FrontEndPackagesAreMissing as error:
            return [Error(str(error), id="web.E001")]
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """The file behind a static path, as runserver and the tests ask for it."""
        name = path.replace("\\", "/")
        if not name.startswith(tuple(settings.NPM_STATIC)) or name not in set(self.names()):
            return []
        found = str(self.root / name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """Every published file, as collectstatic asks for it."""
        for name in self.names():
            if not matches_patterns(name, list(ignore_patterns or ())):
                yield name, self.storage
