"""How files come in: bytes to rows to drafts, or the full list of problems."""
