"""The kiosk: what the subject sees while filling the questionnaire in."""
