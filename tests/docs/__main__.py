"""`python -m tests.docs`: writes the options and the shown output of commands, and the pages of rules, anew into docs.

Read what changed before you keep it: a figure that moved wants a reason.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.docs import commands, consoles, rules
from tests.docs.pages import DOCS, ROOT, page, pages


def main() -> None:
    """Each page that shows commands or rules; its name is printed if it changed."""
    for name, text in rules.pages().items():
        if not (DOCS / name).exists() or page(name) != text:
            (DOCS / name).write_text(text, encoding="utf-8")
            print(f"written: docs/{name}")
    file = ROOT / "mkdocs.yml"
    file.write_text(rules.menu(file.read_text(encoding="utf-8")), encoding="utf-8")
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
