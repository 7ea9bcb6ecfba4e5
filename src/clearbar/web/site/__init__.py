"""Site: settings, addresses, first run, and the commands that serve."""
