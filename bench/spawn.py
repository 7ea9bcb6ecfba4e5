"""Runs something in a process of its own and tells how long it took and how much memory it needed at most.

A process that is started tells the memory of its starter as its own where that is larger, so what starts them loads
nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LONGEST = 3600.0 if os.environ.get("BENCH_PATIENCE") else 1800.0
"""A run of more seconds than this is given up."""

UNIT = 2**20 if sys.platform == "darwin" else 2**10
"""The operating systems tell the highest memory in bytes or in KiB."""


class Missing(Exception):
    """What a run needs is not on this machine."""


@dataclass(frozen=True)
class Run:
    """One run: wall seconds, the most memory in MB, and what it found."""

    seconds: float
    megabytes: float
    said: Mapping[str, Any] = field(default_factory=dict)


def call(function: str, **arguments: Any) -> Run:
    """Runs a `module:function` of this package; the function itself says what is timed (bench/child.py)."""
    command = [sys.executable, "-m", "bench.child", function, json.dumps(arguments)]
    found = json.loads(_out(command).splitlines()[-1])
    return Run(found["seconds"], found["megabytes"], found["said"])


def lme4(ratings: Path, formula: str) -> Run:
    """Fits `formula` by REML to a file of comma-separated ratings, with R's lme4; the fit alone is timed."""
    if not shutil.which("Rscript"):
        raise Missing("no Rscript")
    command = ["Rscript", str(ROOT / "bench" / "lme4.R"), str(ratings), formula]
    found = json.loads(_out(command).splitlines()[-1])
    return Run(found.pop("seconds"), found.pop("kibibytes") / 1024, found)


def commands(*several: Sequence[str]) -> Run:
    """Runs commands one after the other, each as a process, from start to exit. 0 MB: no more than this process."""
    seconds, highest = 0.0, 0
    for command in several:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds += time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):  # 1: done, and something was told
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
        highest = max(highest, usage.ru_maxrss)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Run(seconds, highest * UNIT / 2**20 if highest > own else 0.0)


def program(name: str) -> str:
    """The path of a command that is installed beside this Python."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if not found:
        raise Missing(f"no {name}")
    return found


def _out(command: Sequence[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, timeout=LONGEST)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        kind = Missing if "No module named" in said or "there is no package" in done.stderr else RuntimeError
        raise kind(said)
    return done.stdout


def _environment() -> dict[str, str]:
    """Linear algebra on one thread: with more, the cores of a small machine wait for each other."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
