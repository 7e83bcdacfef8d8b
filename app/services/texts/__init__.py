"""The one catalogue of everything a user may be shown, in Japanese and English."""

from app.services.texts.catalogue import Catalogue, ErrorText, Language

__all__ = ["Catalogue", "ErrorText", "Language"]
