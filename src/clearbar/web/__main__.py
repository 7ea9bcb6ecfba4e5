"""`python -m clearbar.web`: serve, worker, backup, rebuild. The command line starts these as programs of their own."""

from __future__ import annotations

import sys

from clearbar.web.site.commands import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
