"""Fair work: who must not work on whose case, and who works on one now."""
