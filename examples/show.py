"""Says where a report is and opens it where there is a browser to open it: `python -m examples.show FILE`."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path


def show(report: Path) -> None:
    """Prints the report's address; opens it on a screen, never in CI or over a line without one."""
    address = report.resolve().as_uri()
    print(f"\nThe report: {address}")
    has_screen = sys.platform in {"darwin", "win32"} or {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)
    if has_screen and "CI" not in os.environ:
        webbrowser.open(address)


if __name__ == "__main__":
    show(Path(sys.argv[1]))
