"""Background work as the window sees it: lanes, delivery, progress."""
