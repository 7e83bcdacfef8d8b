"""How a form pack (様式パック) enters a station: signed as one unit by two officers, or not at all."""
