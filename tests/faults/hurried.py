"""The settings of a shop whose deaths are watched: the same, but it gets up again sooner.

What is shortened is only how long the living wait for the dead, and how often the clock looks.
"""

import os
import sys

from crm.settings import *  # noqa: F403
from crm.settings import CELERY_BEAT_SCHEDULE, CELERY_BROKER_TRANSPORT_OPTIONS
from tests.faults import wrong_clock

# Still longer than a server is waited for, as in the house itself.
MAIL_LEASE_SECONDS, EMAIL_TIMEOUT = 6, 3
BACKGROUND_IS_LATE_AFTER = 40
OFTEN = {"send letters", "send bulk mail", "look after mail"}
CELERY_BEAT_SCHEDULE = {
    name: entry | ({"schedule": 1.0} if name in OFTEN else {}) for name, entry in CELERY_BEAT_SCHEDULE.items()
}
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "visibility_timeout": 5,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
# Celery's own habit: what a worker has taken is forgotten, whether it lives to do it or not (R03).
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = "FORGETFUL" not in os.environ
# What makes a worker stumble or fall. The clock knows nothing of mails, and must not.
CELERY_IMPORTS = () if "beat" in sys.argv else ("tests.faults.poison",)
if wrong_by := os.environ.get("CLOCK_IS_WRONG_BY"):
    wrong_clock.begin(wrong_by)
