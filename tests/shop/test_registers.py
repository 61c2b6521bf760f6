"""What the floors above register: the same thing twice is once, two things of one name are a mistake."""

import pytest

from crm.shop import clearing
from crm.shop.context import Can
from crm.shop.jobs import job_kind, runner_of
from crm.shop.models import User
from crm.shop.permissions import Permission
from customers.kinds import Kind, kind_of, register_kind

IMPORT = "import.apply"


def test_job_kind_belongs_to_one_function() -> None:
    runner = runner_of(IMPORT)
    assert runner

    assert job_kind(IMPORT)(runner) is runner
    with pytest.raises(ValueError, match=r"The job kind import\.apply is already taken"):
        job_kind(IMPORT)(lambda _job: None)
    assert runner_of(IMPORT) is runner


def test_clearing_is_registered_once() -> None:
    before = list(clearing._CLEARINGS)

    clearing.clears_with_the_demo(before[0])

    assert before == clearing._CLEARINGS


def test_register_kind_belongs_to_one_floor() -> None:
    visit = kind_of("visit")

    register_kind(visit)
    with pytest.raises(ValueError, match="The timeline kind visit is already taken"):
        register_kind(Kind("visit", "Something else", "circle"))
    assert kind_of("visit") == visit


def test_kind_of_what_nobody_registered_shows_as_itself() -> None:
    assert kind_of("from a later version").label == "from a later version"


def test_can_knows_every_permission_and_nothing_else(mira: User, vera: User) -> None:
    for permission in Permission:
        assert getattr(Can(mira), permission.name.lower()) == mira.can(permission)
    assert not Can(None).customer_edit
    assert not hasattr(Can(vera), "no_such_permission")
