"""Moving out in the background: asked for, written, kept for some days, and thrown away."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from crm.backup.manifest import sha256_of
from crm.moving.writing import OWN_FOLDER, write_everything
from crm.shop.actions import audit
from crm.shop.actions.job import hold_longer, queue_job, report_progress
from crm.shop.jobs import job_kind
from crm.shop.models import Job, ShopSettings, StoredFile, User

MOVE_OUT = "shop.move_out"
KEPT_FOR = timedelta(days=7)
# All tables are read at one moment: nothing can be reported in between.
ONE_MOMENT = timedelta(minutes=30)


@transaction.atomic
def request_move_out(*, by: User | None) -> Job:
    """Ask for the file of everything. Asking again while it is written changes nothing."""
    about = audit.label(ShopSettings.objects.get())
    open_one = Job.objects.unfinished().filter(kind=MOVE_OUT, about=about).first()
    if open_one is None:
        audit.record("shop.move_out_asked", about, by=by)
    return open_one or queue_job(MOVE_OUT, about, by=by)


def last_job() -> Job | None:
    """The latest time that somebody asked."""
    return Job.objects.filter(kind=MOVE_OUT).order_by("-pk").first()


def files_of_everything() -> QuerySet[StoredFile]:
    """What can be downloaded, the newest first."""
    return StoredFile.objects.filter(path__startswith=f"{OWN_FOLDER}/").order_by("-pk")


@job_kind(MOVE_OUT)
def run_move_out(job: Job) -> None:
    """Write it. Killed in the middle, it begins anew, and nothing half is left to be found."""
    forget_old_files(timezone.now())
    hold_longer(job, ONE_MOMENT)
    relative = f"{OWN_FOLDER}/{secrets.token_hex(16)}"
    path = Path(settings.MEDIA_ROOT) / relative
    rows = write_everything(path, progress=lambda done, total: report_progress(job, done=done, total=total))
    name = f"everything-{timezone.localdate().isoformat()}.zip"
    with transaction.atomic():
        StoredFile.objects.create(
            name=name,
            path=relative,
            size=path.stat().st_size,
            sha256=sha256_of(path),
            created_by=job.created_by,
        )
        audit.record("shop.moved_out", job.about, by=job.created_by, counts={"rows": rows})


def forget_old_files(now: datetime) -> int:
    """Throw away what had its days; also what a killed worker has left."""
    old = list(files_of_everything().filter(created_at__lt=now - KEPT_FOR))
    for stored in old:
        stored.delete()
    known = {
        Path(settings.MEDIA_ROOT) / path for path in files_of_everything().values_list("path", flat=True)
    }
    folder = Path(settings.MEDIA_ROOT) / OWN_FOLDER
    for path in folder.iterdir() if folder.exists() and not _is_writing() else ():
        if path.is_file() and path not in known:
            path.unlink(missing_ok=True)
    return len(old)


def _is_writing() -> bool:
    return Job.objects.unfinished().filter(kind=MOVE_OUT).exists()
