"""Notices: what somebody ought to know, told where they want to hear it, and never what they may not see."""
