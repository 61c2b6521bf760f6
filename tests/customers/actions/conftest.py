"""Where the tests of imports keep their files."""

import pytest

from tests.customers.actions.import_files import SAMPLES


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def retail():
    return (SAMPLES / "online_retail_2000.csv").read_bytes()
