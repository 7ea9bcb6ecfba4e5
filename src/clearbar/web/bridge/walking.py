"""What a phone told of a walk → the walk; a plan → who walks what, by when."""

from __future__ import annotations

from clearbar.flow.follow import walks

NoWalk = walks.NoWalk
NOTE = walks.NOTE
read = walks.read
waited = walks.waited
draw = walks.draw
