"""What comes by itself of corrective action."""
