"""The checkers (点検): pure functions from a rule and answers to findings, each in a file of its own."""
