"""What workers are asked to do in tests: good work, and every way to fail."""

import gc
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def prepare(setup: Any) -> Any:
    """Make of the setup what the jobs get, and count that in a file if the setup names one."""
    if isinstance(setup, Path):
        with setup.open("a", encoding="utf-8") as log:
            log.write(f"{os.getpid()}\n")
    return f"ready {setup}"


def broken(setup: Any) -> Any:
    """Fail to prepare."""
    raise ValueError(f"no scheme {setup}")


def vanish(_setup: Any) -> Any:
    """End before being ready."""
    os._exit(3)


def _spin(seconds: float = 600) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def _power() -> None:
    """One call that lets nothing else run."""
    pow(7, 3**17)


_TAKE_TIME: dict[str, Callable[..., None]] = {"sleep": time.sleep, "spin": _spin, "power": _power}


class PanicError(BaseException):
    """Like the panics of extension modules: no Exception."""


def work(ready: Any, payload: Any) -> Any:
    """Do what the payload says."""
    action, *arguments = payload if isinstance(payload, tuple) else ("echo", payload)
    match action:
        case "echo":
            return ready, arguments[0]
        case "pid":
            return os.getpid()
        case "exit":
            os._exit(arguments[0])
        case "kill":
            os.kill(os.getpid(), arguments[0])
        case "allocate":
            return len(bytearray(arguments[0]))
        case "sleep" | "spin" | "power":
            _TAKE_TIME[action](*arguments)
        case "panic":
            raise PanicError("索引越界")
        case "recurse":
            return work(ready, payload)
        case "unpicklable":
            return lambda: None
    return action


def frozen(_ready: Any, _payload: Any) -> bool:
    """Whether what there was at the start is kept out of the search for garbage."""
    return gc.get_freeze_count() > 0
