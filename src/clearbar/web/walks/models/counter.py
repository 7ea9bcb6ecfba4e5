"""What is kept of how many people keep the promise."""
