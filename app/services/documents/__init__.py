"""Letters: templates of the pack and facts of a case become exact, reproducible PDF documents."""
