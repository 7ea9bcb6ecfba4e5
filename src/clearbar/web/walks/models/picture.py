"""What is kept of the journey picture."""
