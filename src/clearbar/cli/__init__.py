"""The command line: a door. It reads arguments, calls the flow, and says what came of it."""
