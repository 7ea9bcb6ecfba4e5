"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("duckdb", "deltalake", "pyarrow", "numpy", "scipy", "pandas", "statsmodels")


def machine() -> str:
    """Processor, cores, memory and system, as far as the system tells them."""
    cores = f"{os.cpu_count()} cores"
    return ", ".join(part for part in (_processor(), cores, _memory(), platform.platform(terse=True)) if part)


def versions() -> str:
    """Python, the packages that count, and R's lme4."""
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} missing")
    return ", ".join([*found, _lme4()])


def load() -> float:
    """How many processes wanted to run on average over the last minute."""
    return os.getloadavg()[0]


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if not told.exists():
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in told.read_text().splitlines() if line.startswith("model name"))
    return next(names, platform.machine())


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError):
        return ""


def _lme4() -> str:
    if not shutil.which("Rscript"):
        return "R missing"
    asked = "cat(paste('R', getRversion()), ', lme4 ', as.character(packageVersion('lme4')), sep = '')"
    done = subprocess.run(["Rscript", "-e", asked], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else "lme4 missing"
