"""The import's three kinds of background work. The row of the job is the promise; these keep it."""

from collections.abc import Callable, Mapping

from django.db import transaction

from crm.shop.actions import audit
from crm.shop.actions.job import JobIsInTheWay, LeaseIsLost, queue_job, report_progress
from crm.shop.jobs import job_kind
from crm.shop.models import Job, User
from customers.actions.data_import import ImportMovedOn, choose_columns, start_import
from customers.actions.import_running import (
    AnotherImportIsRunning,
    apply_import,
    import_turn,
    preview_import,
)
from customers.actions.import_undo import start_import_undo, undo_import
from customers.models import DataImport, ImportState

PREVIEW, APPLY, UNDO = "import.preview", "import.apply", "import.undo"


@transaction.atomic
def request_preview(
    data_import: DataImport,
    *,
    format_key: str,
    mapping: Mapping[str, str],
    options: Mapping[str, str],
    by: User | None,
) -> DataImport:
    """Settle the columns and ask for a preview in the background."""
    data_import = choose_columns(data_import, format_key=format_key, mapping=mapping, options=options, by=by)
    queue_job(PREVIEW, audit.label(data_import), by=by)
    return data_import


@transaction.atomic
def request_import(data_import: DataImport, *, by: User | None) -> DataImport:
    """Go ahead in the background; asking again only rings again."""
    data_import = start_import(data_import, by=by)
    queue_job(APPLY, audit.label(data_import), by=by)
    return data_import


@transaction.atomic
def request_undo(data_import: DataImport, *, by: User | None) -> DataImport:
    """Take an import back in the background; asking again only rings again."""
    data_import = start_import_undo(data_import, by=by)
    if data_import.state == ImportState.UNDOING:
        queue_job(UNDO, audit.label(data_import), by=by)
    return data_import


def job_of(data_import: DataImport) -> Job | None:
    """The latest background work on this import."""
    return Job.objects.filter(about=audit.label(data_import)).order_by("-pk").first()


@job_kind(PREVIEW)
def run_preview(job: Job) -> None:
    """Do a preview that somebody asked for."""
    _work(job, ImportState.PREVIEWING, preview_import)


@job_kind(APPLY)
def run_import(job: Job) -> None:
    """Apply an import that somebody started."""
    _work(job, ImportState.APPLYING, apply_import)


@job_kind(UNDO)
def run_undo(job: Job) -> None:
    """Take back an import, as somebody asked."""
    _work(job, ImportState.UNDOING, undo_import)


def _work(job: Job, state: ImportState, work: Callable[..., DataImport]) -> None:
    data_import = DataImport.objects.select_related("file").get(pk=int(job.about.rpartition(":")[2]))
    if data_import.state != state:
        return  # it ran to its end just before its worker died
    try:
        with import_turn():
            work(data_import, progress=lambda done, total: report_progress(job, done=done, total=total))
    except AnotherImportIsRunning:
        raise JobIsInTheWay from None
    except ImportMovedOn:
        raise LeaseIsLost(str(job.pk)) from None
