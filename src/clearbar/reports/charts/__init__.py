"""Charts as Vega-Lite specifications: plain dicts, one module a chart, figures in and nothing else.

All are drawn in the colours of paper; the page's style sheet turns these into those of the dark. Every text in them is
written before (words.py), so that no chart formats a number by itself.
"""

from __future__ import annotations
