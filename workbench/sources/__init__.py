"""Files → tables: reading what a client has, guessing what it means, and the ledger of it."""
