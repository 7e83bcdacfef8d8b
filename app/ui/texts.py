"""The sentences that the window shows, and the switch of language while it runs.

There is one catalogue for the whole program; this puts a signal round it. Qt's own dialogs take their Japanese from
the translation files that come with the Qt binding.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from app.models.domain.errors import AppError
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, ErrorText, Language


class Texts(QObject):
    """Sentences in the current language.

    Signals:
        language_changed: Everything that shows text asks for it again.

    Thread:
        The window's thread.
    """

    language_changed = Signal()

    def __init__(
        self, language: Language = Language.JAPANESE, folder: Path = TEXTS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._catalogues: dict[Language, Catalogue] = {}
        self._translator: QTranslator | None = None
        self._language = language
        self._translate_qt()

    @property
    def language(self) -> Language:
        """The current language."""
        return self._language

    def set_language(self, language: Language) -> None:
        """Show another language at once."""
        if language is self._language:
            return
        self._language = language
        self._translate_qt()
        self.language_changed.emit()

    def __call__(self, key: str, **fields: str | int) -> str:
        """The sentence of ``key`` in the current language.

        Raises:
            BugError: The key is unknown or a field is missing.
        """
        return self.catalogue()(key, **fields)

    def __contains__(self, key: str) -> bool:
        return key in self.catalogue()

    def error(self, error: AppError) -> ErrorText:
        """What to tell a person about an error."""
        return self.catalogue().error(error)

    def catalogue(self, language: Language | None = None) -> Catalogue:
        """The catalogue of a language, read when first needed."""
        wanted = language or self._language
        if wanted not in self._catalogues:
            self._catalogues[wanted] = Catalogue.load(self._folder, wanted)
        return self._catalogues[wanted]

    def _translate_qt(self) -> None:
        """Let Qt's own buttons and menus speak the language as well; English is built in."""
        locale = QLocale(self._language.value)
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None
        if self._language is Language.ENGLISH:
            return
        translator = QTranslator(self)
        if translator.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            QCoreApplication.installTranslator(translator)
            self._translator = translator
