"""Follow: what is found → coaching, corrective action, recovery, a higher bar; each with what it rests on."""
