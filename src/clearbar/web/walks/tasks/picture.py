"""What comes by itself of the journey picture."""
