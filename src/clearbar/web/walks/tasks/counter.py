"""What comes by itself of how many people keep the promise."""
