"""Bridge: the only way from the web into the flow."""
