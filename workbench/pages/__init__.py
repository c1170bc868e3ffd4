"""One function per notebook: each puts the parts of its page around a session."""
