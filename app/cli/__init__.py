"""The command line: the same use cases without the window. The only place that writes to a terminal."""
