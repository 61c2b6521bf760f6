"""Was it a person, and what becomes of it beside what is there already."""

import pytest

from feedback.evidence import Coming, Standing, fate_of
from feedback.models import Evidence, Fate

PERSON = {"given": {"score": 4}, "page": "p", "seconds": 5.0}


@pytest.mark.parametrize(
    ("signs", "evidence"),
    [
        ({}, Evidence.LOOKED),
        ({"page": ""}, Evidence.POSTED),
        ({"seconds": 1.9}, Evidence.POSTED),
        ({"is_used_page": True}, Evidence.POSTED),
        ({"is_trapped": True}, Evidence.POSTED),
        ({"was_seen": False}, Evidence.POSTED),
        ({"was_touched": True}, Evidence.TOUCHED),
        ({"was_changed": True}, Evidence.WROTE),
        ({"was_touched": True, "was_changed": True}, Evidence.WROTE),
        ({"is_glance": True, "was_touched": True}, Evidence.LOOKED),
    ],
)
def test_the_evidence_is_the_strongest_that_the_signs_allow(signs, evidence):
    assert Coming(**{**PERSON, **signs}).evidence == evidence


ROBOT = {"seconds": 0.1}
CONFIRMED = Standing(Evidence.LOOKED, is_confirmed=True)
HALF = Standing(Evidence.LOOKED, is_confirmed=True, is_finished=False)
DOUBTFUL = Standing(Evidence.POSTED, is_confirmed=False)
CLICK = Standing(Evidence.LOOKED, is_confirmed=False)


@pytest.mark.parametrize(
    ("standing", "signs", "fate"),
    [
        (None, {"page": ""}, Fate.NO_PAGE),
        (None, {}, Fate.FIRST),
        (None, ROBOT, Fate.UNSURE),
        (None, {"is_glance": True}, Fate.UNSURE),
        (None, {"is_glance": True, "seconds": 4.9}, Fate.TOO_SOON),
        (None, {"is_glance": True, "was_seen": False}, Fate.TOO_SOON),
        (None, {"is_glance": True, "is_right_after_mail": True}, Fate.TOO_SOON),
        (None, {"is_right_after_mail": True}, Fate.FIRST),
        (DOUBTFUL, {}, Fate.INSTEAD),
        (DOUBTFUL, ROBOT, Fate.KEPT_OUT),
        (DOUBTFUL, {"is_glance": True}, Fate.UNSURE),
        (CLICK, ROBOT, Fate.KEPT_OUT),
        (CLICK, {}, Fate.INSTEAD),
        (CONFIRMED, {"was_changed": True}, Fate.KEPT_OUT),
        (CONFIRMED, {"is_known_browser": True}, Fate.EDIT),
        (CONFIRMED, {"is_known_browser": True, **ROBOT}, Fate.KEPT_OUT),
        (CONFIRMED, {"is_known_browser": True, "is_glance": True}, Fate.KEPT_OUT),
        (HALF, {}, Fate.KEPT_OUT),
        (HALF, {"was_touched": True}, Fate.EDIT),
        (Standing(0, is_confirmed=True, is_open=False), {"is_known_browser": True}, Fate.KEPT_OUT),
    ],
)
def test_evidence_never_loses_to_weaker_or_equal_evidence_from_elsewhere(standing, signs, fate):
    assert fate_of(standing, Coming(**{**PERSON, **signs})) == fate
