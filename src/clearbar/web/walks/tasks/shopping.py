"""What comes by itself of mystery shoppers."""

from __future__ import annotations
