"""Forms of walks."""
