"""What people decided about the customers, as frozen values without input or output."""
