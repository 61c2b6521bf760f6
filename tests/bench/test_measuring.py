"""What the table says is what was measured."""

import subprocess
import sys
import time

import psutil
import pytest

from crm.bench.client import Answer
from crm.bench.measuring import ROUNDS, Work, measure, measure_cpu, processor_seconds, quantile
from crm.bench.report import growth, keep, table


def answering(status, seconds):
    return lambda: Answer(status, b"x" * 2048, seconds, "")


def test_quantile_of_a_hundred_is_the_nearest_rank():
    assert quantile(range(100), 0.5) == 50
    assert quantile(range(100), 0.99) == 99


def test_measure_asks_for_everything_equally_often():
    works = [Work("floor", answering(200, 0.001)), Work("page", answering(200, 0.003), 2)]

    measure(works, lambda _words: None, requests=4)

    assert [[len(one) for one in work.rounds] for work in works] == [[4] * ROUNDS] * 2


def test_measure_stops_at_an_answer_nobody_expected():
    with pytest.raises(SystemExit, match="page answered 500"):
        measure([Work("page", answering(500, 0.001))], lambda _words: None, requests=1)


def test_processor_seconds_keep_what_an_ended_child_had():
    busy = "import time\nwhile time.process_time() < 0.3: pass\ninput()"
    parent, began = psutil.Process(), processor_seconds([psutil.Process()])

    with subprocess.Popen([sys.executable, "-c", busy], stdin=subprocess.PIPE) as child:
        family, deadline = [parent, psutil.Process(child.pid)], time.monotonic() + 60
        while processor_seconds(family) < began + 0.2 and time.monotonic() < deadline:
            time.sleep(0.05)
        meanwhile = processor_seconds(family)
        child.communicate(b"\n")

    assert meanwhile >= began + 0.2
    assert processor_seconds(family) >= meanwhile


def test_measure_cpu_counts_a_process_that_came_meanwhile_and_is_still_there():
    busy = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\ninput()"
    me, children = psutil.Process(), []

    def connect() -> Answer:
        pipe = subprocess.PIPE
        children.append(subprocess.Popen([sys.executable, "-c", busy], stdin=pipe, stdout=pipe))
        children[-1].stdout.readline()
        return Answer(200, b"", 0.3, "")

    work = Work("page", connect)
    try:
        measure_cpu(work, list, lambda: [me, *(psutil.Process(one.pid) for one in children)], requests=1)
    finally:
        for child in children:
            child.communicate(b"\n")

    assert (work.cpu, work.database_cpu > 200) == (0, True)


def test_table_marks_what_is_over_its_limit():
    floor = Work("floor", answering(200, 0.001), rounds=[[0.001]])
    slow = Work("slow", answering(200, 0.003), 2, rounds=[[0.003]])
    quick = Work("quick", answering(200, 0.001), 2, rounds=[[0.001]])

    lines = table([floor, slow, quick], floor).splitlines()

    assert ["2!" in line for line in lines] == [False, False, True, False]


def test_growth_compares_two_sizes(tmp_path):
    floor = Work("floor", answering(200, 0.001), rounds=[[0.001]])
    keep(tmp_path / "small", [floor, Work("list", answering(200, 0.002), rounds=[[0.002]])], floor)
    keep(tmp_path / "large", [floor, Work("list", answering(200, 0.003), rounds=[[0.003]])], floor)

    last = growth(tmp_path / "small", tmp_path / "large").splitlines()[-1]
    assert last.split() == ["list", "2.00", "3.00", "1.50!"]


def test_growth_without_the_other_size_is_silent(tmp_path):
    assert growth(tmp_path / "small", tmp_path / "large") == ""
