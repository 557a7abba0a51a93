"""Worker processes: whatever a job does, every job gets its answer and nothing stays behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kpixl.findings import Finding
from kpixl.limits import WorkerLimits
from kpixl.returns import Job, Pool, Task, worker_count
from kpixl.returns.workers._worker import WorkerStartError, run

pytestmark = pytest.mark.slow  # processes are started and stopped in every test

TASK = Task(work="tests.support.jobs:work")
MB = 1024 * 1024
LIMITS = WorkerLimits(seconds=15, memory=1024 * MB)
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and memory limits are POSIX only")


def jobs(*payloads):
    """A job for each payload, named by its number."""
    return [Job(name=f"{number}.xlsx", payload=payload) for number, payload in enumerate(payloads)]


def answers(*payloads, task=TASK, workers=1, limits=LIMITS):
    """The results in order; findings as (code, path)."""
    results = list(run(jobs(*payloads), task, workers=workers, limits=limits))
    assert list(range(len(payloads))) == [index for index, _ in results]
    return [(r.code, r.where.path) if isinstance(r, Finding) else r for _, r in results]


def test_results_come_in_the_order_of_the_jobs():
    """A slow first job does not change the order of the results."""
    assert ["sleep", (None, "乙"), (None, "丙")] == answers(("sleep", 0.3), "乙", "丙", workers=2)


def test_what_is_prepared_is_not_searched_for_garbage():
    """It stays as long as the worker."""
    assert [True] == answers("", task=Task(work="tests.support.jobs:frozen"))


def test_without_jobs_there_are_no_results():
    """No jobs, no results, no worker left."""
    assert [] == answers()
    assert [] == multiprocessing.active_children()


def test_setup_is_prepared_once_a_worker(tmp_path):
    """Each worker prepares the setup once and gives it to all of its jobs."""
    log = tmp_path / "准备.txt"
    task = Task(work="tests.support.jobs:work", prepare="tests.support.jobs:prepare", setup=log)
    assert [(f"ready {log}", number) for number in range(5)] == answers(*range(5), task=task)
    assert 1 == len(log.read_text(encoding="utf-8").splitlines())


FATES = [
    (("exit", 7), "F092", "exit 7"),
    (("panic",), "F093", "PanicError: 索引越界"),
    (("recurse",), "F093", "RecursionError"),
    (("unpicklable",), "F093", "Error"),
]
if os.name == "posix":
    FATES += [
        (("kill", signal.SIGABRT), "F092", "SIGABRT"),
        (("kill", 9), "F092", "SIGKILL"),
        (("allocate", 4096 * MB), "F091", "1024 MB"),
    ]


@pytest.mark.parametrize(("payload", "code", "words"), FATES)
def test_a_job_that_fails_costs_no_other_job(payload, code, words):
    """However a job fails, that is a finding of its own file, and the next job works."""
    finding, good = (result for _, result in run(jobs(payload, "good"), TASK, workers=1, limits=LIMITS))
    assert (code, "0.xlsx", (None, "good")) == (finding.code, finding.where.path, good)
    assert words in finding.message("en")


BUSY = "读取用时过长，已停止：文件里多半夹带了多余的内容。（超过 0.5 秒的处理器时间；设置项 limits.seconds）"
WAITING = "开始读取 0.5 秒（设置项 limits.elapsed）后仍未完成，已停止；它用的处理器时间还没有到上限，"


@pytest.mark.parametrize(
    ("payload", "limits", "code", "words"),
    [
        (("spin",), WorkerLimits(seconds=0.5), "F090", BUSY),
        (("sleep", 600), WorkerLimits(elapsed=0.5), "F100", WAITING),
    ],
)
def test_a_job_that_does_not_end_is_stopped(payload, limits, code, words):
    """It is stopped with a finding that says which of its times was used up; the next works."""
    results = [result for _, result in run(jobs(payload, "good"), TASK, workers=1, limits=limits)]
    assert results[0].message("zh").startswith(words)
    assert (code, (None, "good")) == (results[0].code, results[1])
    assert [] == multiprocessing.active_children()


@POSIX
def test_a_job_that_lets_nothing_else_run_is_stopped():
    """The system ends a process whose own watch never gets a turn, since one call in C goes on and on."""
    results = list(run(jobs(("power",)), TASK, workers=1, limits=WorkerLimits(seconds=0.1)))
    assert "F090" == results[0][1].code


def test_a_busy_machine_costs_no_job():
    """A job may take longer by the clock than its processor time."""
    assert ["sleep"] == answers(("sleep", 1), limits=WorkerLimits(seconds=0.5))


def test_each_job_has_the_whole_time():
    """What one job used is not missing to the next, in the same process."""
    spent = answers(*[("spin", 0.3)] * 4, limits=WorkerLimits(seconds=0.9))
    assert ["spin"] * 4 == spent


def test_a_result_that_waits_is_not_late():
    """A parent that is busy with something else does not make a finished job late."""
    results = run(jobs("甲", "乙"), TASK, workers=2, limits=WorkerLimits(elapsed=0.5))
    assert (0, (None, "甲")) == next(results)
    time.sleep(1)
    assert (1, (None, "乙")) == next(results)


@POSIX
def test_a_worker_out_of_memory_is_replaced():
    """After running out of memory the next job gets a new process; after a panic the same."""
    first, _, second, _, third = answers(("pid",), ("panic",), ("pid",), ("allocate", 4096 * MB), ("pid",))
    assert first == second
    assert second != third


def test_a_setup_that_fails_is_no_finding():
    """If the task cannot be prepared that is an error of the run, with the reason, and not of a file."""
    task = Task(work="tests.support.jobs:work", prepare="tests.support.jobs:broken", setup="x")
    with pytest.raises(WorkerStartError, match="no scheme x"):
        answers("a", task=task)
    assert [] == multiprocessing.active_children()


def test_a_worker_that_cannot_start_is_no_finding():
    """If a worker ends before it is ready, the run ends with an error instead of trying for ever."""
    with pytest.raises(WorkerStartError, match="exit 3"):
        answers("a", task=Task(work="tests.support.jobs:work", prepare="tests.support.jobs:vanish"))


def test_leaving_early_leaves_no_process():
    """Results that are not fetched end with the generator: no worker stays behind."""
    results = run(jobs("甲", ("sleep", 600)), TASK, workers=2, limits=LIMITS)
    next(results)
    assert 2 == len(multiprocessing.active_children())
    results.close()
    assert [] == multiprocessing.active_children()


def test_an_error_in_the_parent_leaves_no_process():
    """A pool that is left by an interrupt ends its workers."""

    def interrupted():
        with Pool(TASK, workers=2, limits=LIMITS):
            assert 2 == len(multiprocessing.active_children())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [] == multiprocessing.active_children()


def test_a_pool_works_more_than_once():
    """The workers of a pool stay for the next jobs."""
    with Pool(TASK, limits=LIMITS) as pool:
        first = list(pool.results(jobs(("pid",))))
        assert first == list(pool.results(jobs(("pid",))))


PARENT = """
import sys, os
from kpixl.returns.workers._worker import Job, Task, run
if __name__ == "__main__":
    jobs = [Job(name="a", payload=("pid",)), Job(name="b", payload=("sleep", 600))]
    results = run(jobs, Task(work="tests.support.jobs:work"))
    print(next(results)[1], flush=True)
    next(results)
"""


@POSIX
def test_workers_end_with_a_killed_parent(tmp_path):
    """If the parent is killed, its workers end by themselves, even in the middle of a job."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert ended(worker)


def ended(pid, patience=10.0):
    """Whether the process ends within some seconds."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(("files", "many"), [(0, False), (16, False), (17, True)])
def test_few_files_need_one_worker(files, many):
    """Up to sixteen files one worker is enough; above, there is one a processor, at most eight."""
    assert (min(os.cpu_count() or 1, 8) if many else 1) == worker_count(files)


def test_a_worker_imports_no_frames():
    """Neither the reader nor the workers import pandas, openpyxl or calamine."""
    code = (
        "import sys, kpixl.returns.workers._worker, kpixl.formats._reading, kpixl.returns.files._find;"
        "print(sorted({'pandas', 'pandera', 'openpyxl', 'python_calamine', 'xlsxwriter'} & set(sys.modules)))"
    )
    assert (
        "[]\n"
        == subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    )
