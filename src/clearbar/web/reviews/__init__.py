"""Reviews: scorecards, assignments, calibration, disputes."""
