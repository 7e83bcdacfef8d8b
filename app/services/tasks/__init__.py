"""Tasks of a case (確認作業): added from templates, done or not needed, and a gate before the submission."""
