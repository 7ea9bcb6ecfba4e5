"""`python -m tests.docs`: writes the options and the shown output of commands anew into docs.

Read what changed before you keep it: a figure that moved wants a reason.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs import commands, consoles
from tests.docs.pages import DOCS, page, pages


def main() -> None:
    """Each page that shows commands; its name is printed if it changed."""
    with TemporaryDirectory() as folder:
        terminal = consoles.desk(Path(folder))
        for name in pages():
            old = page(name)
            new = commands.renewed(old) if name == "cli.md" else old
            new = consoles.renewed(new, terminal)
            if new != old:
                (DOCS / name).write_text(new, encoding="utf-8")
                print(f"written: docs/{name}")


if __name__ == "__main__":
    main()
