"""When work was written is told so that nobody reads the day and the month the wrong way round."""

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from cnnviz.views.window.recovery_box import when_text


def test_the_month_is_a_word():
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("en_US"))
        moment = QDateTime(QDate(2026, 10, 3), QTime(14, 5))
        assert when_text(moment) == "3 October 2026, 14:05"
        QLocale.setDefault(QLocale("es_ES"))
        assert when_text(moment) == "3 octubre 2026, 14:05"
    finally:
        QLocale.setDefault(before)
