"""Notice, consents, refusals and withdrawals at the agency."""
