"""What the shop keeps about itself."""

from crm.shop.models.absence import Absence
from crm.shop.models.api_token import ApiToken, Scope
from crm.shop.models.audit_entry import AuditEntry
from crm.shop.models.clock_tick import ClockTick
from crm.shop.models.device import Device
from crm.shop.models.idempotency_key import IdempotencyKey
from crm.shop.models.invitation import Invitation
from crm.shop.models.job import Job, JobState
from crm.shop.models.location import Closure, Location, OpeningWindow, Weekday
from crm.shop.models.shop_settings import ShopSettings
from crm.shop.models.sign_in_bucket import SignInBucket
from crm.shop.models.stored_file import StoredFile
from crm.shop.models.submission import Submission
from crm.shop.models.user import User

__all__ = [
    "Absence",
    "ApiToken",
    "AuditEntry",
    "ClockTick",
    "Closure",
    "Device",
    "IdempotencyKey",
    "Invitation",
    "Job",
    "JobState",
    "Location",
    "OpeningWindow",
    "Scope",
    "ShopSettings",
    "SignInBucket",
    "StoredFile",
    "Submission",
    "User",
    "Weekday",
]
