"""Logs stay small and their ends can be shown."""

from pathlib import Path

from crm.embedded import logs


def test_tail_of_nothing_is_nothing(tmp_path: Path) -> None:
    assert logs.tail(tmp_path / "none.log") == ""


def test_tail_of_a_long_log_is_its_last_lines(tmp_path: Path) -> None:
    (tmp_path / "run.log").write_text("\n".join(f"line {number}" for number in range(10_000)))

    assert logs.tail(tmp_path / "run.log", lines=2) == "line 9998\nline 9999"


def test_roll_over_keeps_one_older(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 3)
    (tmp_path / "run.log").write_text("long")

    logs.roll_over(tmp_path / "run.log")

    assert (tmp_path / "run.log.1").read_text() == "long"


def test_open_run_log_keeps_the_run_before(tmp_path: Path) -> None:
    (tmp_path / "run.log").write_text("why it failed\n")

    log = logs.open_run_log(tmp_path / "run.log")
    log.info("now")

    assert (tmp_path / "run.log.1").read_text() == "why it failed\n"
    assert (tmp_path / "run.log").read_text().endswith(" now\n")
    for handler in log.handlers:
        handler.close()
