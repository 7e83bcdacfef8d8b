"""The command line for officers who script and recipients who only verify."""
