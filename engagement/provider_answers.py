"""What the answer of a mail provider means: an exception of Anymail in, a `Trouble` out."""

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
)

from engagement.trouble import Trouble, TroubleKind

TOO_MANY_REQUESTS = 429
NOT_US = {401, 403}


def trouble_of(problem: Exception) -> Trouble:
    """Which trouble this is."""
    return Trouble(_kind_of(problem), str(problem))


def _kind_of(problem: Exception) -> TroubleKind:
    if isinstance(problem, AnymailConfigurationError):
        return TroubleKind.STOP
    if isinstance(problem, AnymailRecipientsRefused | AnymailInvalidAddress):
        return TroubleKind.BAD_ADDRESS
    if not isinstance(problem, AnymailAPIError):
        return TroubleKind.REFUSED
    return _kind_of_status(problem.status_code) if problem.status_code else _kind_without_answer(problem)


def _kind_of_status(status: int) -> TroubleKind:
    if status in NOT_US:
        return TroubleKind.STOP
    if status == TOO_MANY_REQUESTS or status >= 500:
        return TroubleKind.LATER
    # 2xx with words nobody understands: they took it.
    return TroubleKind.REFUSED if status >= 400 else TroubleKind.UNCERTAIN


def _kind_without_answer(problem: Exception) -> TroubleKind:
    """Never reached, or reached and silent: only the first is sure to have sent nothing."""
    cause = problem.__cause__
    if isinstance(cause, requests.ConnectTimeout | requests.exceptions.SSLError):
        return TroubleKind.AWAY
    if isinstance(cause, requests.ConnectionError) and "NewConnectionError" in repr(cause):
        return TroubleKind.AWAY
    return TroubleKind.UNCERTAIN
