"""The ways from one area of a case to another: from a point to its answer, from a finding to its tasks."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QTabWidget

from app.models.domain.finding import Citation
from app.services.texts.catalogue import Catalogue, Language
from app.ui.context import UiContext
from app.ui.presenters.case_citing import Cited
from app.ui.presenters.case_corrections import Wanted
from app.ui.presenters.case_head import Area
from app.ui.screen import Destination
from app.ui.screens.case.answers import AnswersPage
from app.ui.screens.case.corrections import CorrectionsPage
from app.ui.screens.case.desk_work import DeskWorkPage
from app.ui.screens.case.findings import FindingsPage
from app.ui.screens.case.inquiries import InquiriesPage
from app.ui.screens.case.page import AreaPage
from app.ui.screens.case.picture_page import PicturePage
from app.ui.screens.case.points import PointsPage


class Passages:
    """Part of the case screen."""

    context: UiContext
    pages: dict[Area, AreaPage]
    tabs: QTabWidget

    def connect_passages(self, page: AreaPage) -> None:
        """Let a new area lead to the others."""
        if isinstance(page, PointsPage | PicturePage | DeskWorkPage):
            page.answer_asked.connect(self._on_answer_asked)
        if isinstance(page, FindingsPage):
            page.coverage.sought.connect(self._on_answer_asked)
        if isinstance(page, PointsPage):
            page.return_asked.connect(self._on_point_return_asked)
        if isinstance(page, AnswersPage):
            page.return_asked.connect(self._on_return_asked)
            page.revisions_asked.connect(self._on_revisions_asked)
            page.table.point_asked.connect(self.next_point)
            page.cite_asked.connect(self._on_cite_asked)
        if isinstance(page, FindingsPage):
            page.task_asked.connect(self._on_task_asked)
            page.inquiry_asked.connect(self._on_inquiry_asked)
            page.interview_asked.connect(lambda: self.tabs.setCurrentWidget(self.pages[Area.INTERVIEW]))
            page.cited.connect(self._on_cited)

    def destinations(self) -> list[Destination]:
        """The areas of the case, and the questions of its form by name and by reading; nothing that was answered."""
        catalogues = [self.context.texts.catalogue(language) for language in Language]
        found = []
        for area, shown in self.pages.items():
            names = tuple(catalogue(f"case.area.{area}") for catalogue in catalogues)
            name = self.context.texts("ui.palette.area", name=self.context.texts(f"case.area.{area}"))
            found.append(Destination(name, read_out(names, catalogues), partial(self._go_to_area, shown)))
        answers = self.pages.get(Area.ANSWERS)
        if isinstance(answers, AnswersPage):
            for question in answers.questions():
                name = self.context.texts("ui.palette.question", place=question.link_id, name=question.shown)
                words = (question.link_id, *read_out(question.names, catalogues))
                found.append(Destination(name, words, partial(self._go_to_question, answers, question.link_id)))
        return found

    def _go_to_area(self, page: AreaPage) -> None:
        self.tabs.setCurrentWidget(page)
        page.enter()

    def _go_to_question(self, page: AnswersPage, link_id: str) -> None:
        self.tabs.setCurrentWidget(page)
        page.seek_question(link_id)

    def next_point(self) -> None:
        """To the next point to clear up that needs work."""
        page = self.pages.get(Area.POINTS)
        if isinstance(page, PointsPage):
            self.tabs.setCurrentWidget(page)
            page.go_next()

    def _on_return_asked(self, link_id: str, row: str, row_number: int) -> None:
        """From an answer to the question with which it is returned."""
        page = self.pages.get(Area.CORRECTIONS)
        if isinstance(page, CorrectionsPage):
            self.tabs.setCurrentWidget(page)
            page.want(Wanted(link_id, row or None, row_number))

    def _on_point_return_asked(self) -> None:
        """From a point to clear up to the questions with which its boxes are returned."""
        points, page = self.pages.get(Area.POINTS), self.pages.get(Area.CORRECTIONS)
        if isinstance(points, PointsPage) and isinstance(page, CorrectionsPage):
            self.tabs.setCurrentWidget(page)
            page.want(*points.boxes(self.context.texts.language))

    def _on_revisions_asked(self, link_id: str, row: str) -> None:
        """From an answer to its revisions side by side."""
        page = self.pages.get(Area.CORRECTIONS)
        if isinstance(page, CorrectionsPage):
            self.tabs.setCurrentWidget(page)
            page.compare(link_id, row or None)

    def _on_task_asked(self, place: str) -> None:
        """From what keeps the findings from being submitted to the task."""
        page = self.pages.get(Area.DESK)
        if isinstance(page, DeskWorkPage):
            self.tabs.setCurrentWidget(page)
            page.want(place)

    def _on_inquiry_asked(self, item: int) -> None:
        """From a finding to an inquiry about its item."""
        page = self.pages.get(Area.INQUIRIES)
        if isinstance(page, InquiriesPage):
            self.tabs.setCurrentWidget(page)
            page.want(item)

    def _on_answer_asked(self, link_id: str, row: str) -> None:
        """From a point to clear up to the answer that it is about."""
        page = self.pages.get(Area.ANSWERS)
        if isinstance(page, AnswersPage):
            self.tabs.setCurrentWidget(page)
            page.seek(link_id, row or None)

    def _on_cite_asked(self, citation: Citation) -> None:
        """From an answer to the finding that is being written; the keyboard stays at the answer."""
        page = self.pages.get(Area.FINDINGS)
        if isinstance(page, FindingsPage):
            page.cite(citation)

    def _on_cited(self, cited: Cited) -> None:
        page = self.pages.get(Area.ANSWERS)
        if isinstance(page, AnswersPage) and page.isVisible():
            page.say_cited(cited)


def read_out(names: Sequence[str], catalogues: Sequence[Catalogue]) -> tuple[str, ...]:
    """Names, and the same with the words of the glossary replaced by their readings, or by other words for them."""
    found = list(names)
    for name, catalogue in zip(names, catalogues, strict=True):
        said = name
        for pair in catalogue("ui.palette.readings").split():
            word, _, other = pair.partition("=")
            said = said.replace(word, other)
        found.append(said)
    return tuple(found)
