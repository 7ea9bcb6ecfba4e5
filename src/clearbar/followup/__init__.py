"""Follow-up: estimates and events → findings; what an act must rest on; clocks; what an act changed."""
