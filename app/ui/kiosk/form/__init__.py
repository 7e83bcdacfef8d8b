"""The inside of the kiosk's form: one topic per screen."""

from app.ui.kiosk.form.pages import FormPages

__all__ = ["FormPages"]
