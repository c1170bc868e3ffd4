"""From the ledger to one row per customer: `collect` sums, `derive` computes what follows."""
