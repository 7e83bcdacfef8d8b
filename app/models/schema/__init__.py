"""Table definitions of the vault (SQLAlchemy Core)."""
