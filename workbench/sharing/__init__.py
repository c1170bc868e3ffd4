"""What leaves the house: one snapshot of finished rows, and one writer for each kind of file."""
