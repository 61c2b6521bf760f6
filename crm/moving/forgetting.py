"""Whoever is forgotten is not handed out in a file of everything that was written before."""

from crm.moving.job import MOVE_OUT, files_of_everything
from crm.shop.models import Job
from crm.shop.models.job import JobState
from customers.forgetting.leaving import Leaving, NotYet, forgets


@forgets
def throw_files_of_everything_away(leaving: Leaving) -> None:
    """They hold everybody, and can be written anew; one that is being written now is waited for."""
    writing = Job.objects.filter(kind=MOVE_OUT, state=JobState.RUNNING)
    if not leaving.is_forced and writing.exists():
        raise NotYet("moving out")
    for stored in files_of_everything():
        leaving.throw_away(stored)
