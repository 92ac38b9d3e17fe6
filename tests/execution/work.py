"""Functions that workers can import."""

from __future__ import annotations

import os
import signal

from untold.errors import ModelError


def double(number: int) -> int:
    return 2 * number


def double_unless_seven(number: int) -> int:
    if number == 7:
        raise ValueError("seven\nis not doubled")
    return 2 * number


def die_at_five(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def no_model(number: int) -> int:
    raise ModelError("no model")


def worker(number: int) -> int:
    return os.getpid()
