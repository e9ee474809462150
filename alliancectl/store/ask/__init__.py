"""The questions that reports ask of the store, one module a subject."""
