"""The programs of the ground floor ask about this one, too."""

from tests.customers.api.conftest import _plenty, program, till  # noqa: F401 - fixtures
