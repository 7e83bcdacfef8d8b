"""Interviews (面接) of the subject: the sheet of questions, the course, the answers, the reading back."""
