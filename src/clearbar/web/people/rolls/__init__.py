"""Rolls: files of people, read, checked against the house, and taken over whole or not at all."""
