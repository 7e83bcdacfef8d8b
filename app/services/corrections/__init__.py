"""Corrections (補正): named boxes of a submitted questionnaire are returned to the subject and answered again."""
