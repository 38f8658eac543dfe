from cnnviz.runs.wishes import PAUSE, STOP, UnknownWish
from cnnviz.training.control import Control, wish_of


def test_a_line_that_asks_for_nothing_known_is_kept_in_part():
    assert wish_of(b'{"do": "stop"}') == STOP
    assert wish_of(b"fly\xff" * 100) == UnknownWish("fly\ufffd" * 50)


def test_wishes_come_in_their_order():
    control = Control()
    assert control.next(wait=False) is None
    control.ask(PAUSE)
    control.ask(STOP)
    assert [control.next(wait=True), control.next(wait=False)] == [PAUSE, STOP]
