"""What the voices layer is made of: quotations, cues, reported speech and its speakers."""
