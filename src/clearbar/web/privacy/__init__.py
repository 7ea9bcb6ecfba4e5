"""Privacy: own data, erasure, and how long things are kept."""
