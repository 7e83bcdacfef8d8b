"""Inquiries (照会) of a case, in the office that investigates."""
