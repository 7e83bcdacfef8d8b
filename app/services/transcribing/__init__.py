"""Transcription (転記): a questionnaire, or a correction, that came on paper is typed by two persons."""
