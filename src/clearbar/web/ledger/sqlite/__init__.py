"""SQLite whose writers, within one process, wait for each other in order."""
