"""What people judge, how far they agree, and what their judgements say of Untold's own errors."""
