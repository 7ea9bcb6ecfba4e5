"""Api: the same reads and writes, for machines."""
