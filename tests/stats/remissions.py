"""Weeks of remission of 42 patients, half of them on 6-mercaptopurine, and whether those were seen to end: Freireich
and others 1963, Blood 21:699; Gehan 1965, Biometrika 52:203."""

from __future__ import annotations

WEEKS = (6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35)
ENDED = (1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
"""All of these ended."""
