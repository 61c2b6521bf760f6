"""Static files under names that change with their content, so that browsers may keep them for ever."""

from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

Pattern = tuple[str, tuple[Any, ...]]


def without_source_maps(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    """Npm packages name source maps that we do not publish; following those names would fail."""
    return tuple(
        (glob, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for glob, rules in patterns
    )


class HashedCompressed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """For images and servers: also as .gz and .br, which takes a while."""

    patterns = without_source_maps(CompressedManifestStaticFilesStorage.patterns)


class Hashed(ManifestStaticFilesStorage):
    """For `make run`, where a quick start matters more than bytes on the wire."""

    patterns = without_source_maps(ManifestStaticFilesStorage.patterns)
