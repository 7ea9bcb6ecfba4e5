"""Texts → scenarios: situations to rehearse, read with every fault at its place; what is unwise about them."""

from clearbar.practice.scenarios.lint import Play, lint
from clearbar.practice.scenarios.read import MOST_BYTES, MOST_FILES, read
from clearbar.practice.scenarios.rules import RULES
from clearbar.practice.scenarios.schema import schemas
from clearbar.practice.scenarios.starters import starter

__all__ = ["MOST_BYTES", "MOST_FILES", "RULES", "Play", "lint", "read", "schemas", "starter"]
