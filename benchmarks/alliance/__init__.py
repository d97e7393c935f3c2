"""An invented alliance with a programme of any size, the same for the same seed."""
