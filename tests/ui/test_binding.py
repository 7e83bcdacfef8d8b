"""The binding of Qt must not lose references: version 6.12.0 aborts Python 3.11 after some thousand calls."""

import sys

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_binding_keeps_reference_counts(qtbot: QtBot) -> None:
    thing, label = QObject(), QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)
    for _ in range(1000):
        thing.setObjectName("x")
        label.setText("x")
        label.setEnabled(True)
        thing.blockSignals(False)
    after = sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)
    assert all(now >= then - 10 for then, now in zip(before, after, strict=True))
