"""The settings of a shop whose deaths are watched: the same, but it gets up again sooner.

What is shortened is only how long the living wait for the dead, and how often the clock looks.
"""

from crm.settings import *  # noqa: F403
from crm.settings import CELERY_BEAT_SCHEDULE, CELERY_BROKER_TRANSPORT_OPTIONS

# Still longer than a server is waited for, as in the house itself.
MAIL_LEASE_SECONDS, EMAIL_TIMEOUT = 6, 3
OFTEN = {"send letters", "send bulk mail", "look after mail"}
CELERY_BEAT_SCHEDULE = {
    name: entry | ({"schedule": 1.0} if name in OFTEN else {}) for name, entry in CELERY_BEAT_SCHEDULE.items()
}
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "visibility_timeout": 5,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
