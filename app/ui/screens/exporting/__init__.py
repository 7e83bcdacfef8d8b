"""The Export room (交付): what can be sent, and one export step by step."""
