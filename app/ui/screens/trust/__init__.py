"""Who belongs to the circle and may sign what (信頼)."""
