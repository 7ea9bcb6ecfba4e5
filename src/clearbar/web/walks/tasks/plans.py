"""What comes by itself of walk plans."""

from __future__ import annotations
