"""What one value may be; no input, no output."""
