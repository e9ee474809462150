"""Where records are kept: the only SQL."""
