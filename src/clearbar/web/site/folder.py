"""The data folder, before anything of Django is there."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_urlsafe


def make_folder(data: Path) -> None:
    """The data folder with its secret, which only its owner may read. Done again, it changes nothing."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = data / "secret"
    if not file.exists():
        unfinished = data / f".secret.{os.getpid()}"
        unfinished.touch(mode=0o600, exist_ok=False)
        unfinished.write_text(token_urlsafe(48), encoding="utf-8")
        try:
            os.link(unfinished, file)  # fails where another start was quicker
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
