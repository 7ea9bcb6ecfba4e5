"""Boards: what the figures say, to whom they may say it."""
