"""Who reads what `cnnviz train` tells: a program, as JSON lines, or people, as sentences."""

import contextlib
from typing import TextIO

from cnnviz.commands.progress import TerminalLine
from cnnviz.commands.streams import close_quietly
from cnnviz.language import _, ngettext
from cnnviz.runs.events import (
    Changed,
    Diverged,
    EarlyStop,
    EpochEnd,
    Event,
    Failed,
    FinalTest,
    Finished,
    Going,
    Halted,
    Paused,
    Progress,
    Started,
    Stopped,
    Warned,
    to_line,
)
from cnnviz.text.numbers import percent_text


class Listener:
    """Whoever reads stdout, if anyone does."""

    def __init__(self, stream: TextIO | None, line: TerminalLine, *, is_text: bool) -> None:
        """Get ready.

        Args:
            stream: Where events are written to; None where it was closed before.
            line: Shows the progress between them.
            is_text: Whether people read them, rather than a program.
        """
        self._stream, self.line, self._is_text = stream, line, is_text
        self._epochs = 0
        self.knows_why = False  # whether an event told why the run ended

    def say(self, event: Event) -> None:
        """Write a line at once; when nobody reads it, the run goes on."""
        if isinstance(event, Started):
            self._epochs = event.epochs
        if isinstance(event, Progress):
            self.line.show(_progress(event, self._epochs))
        text = _sentence(event, self._epochs) if self._is_text else to_line(event)
        if not text or self._stream is None:
            return
        self.line.clear()
        self.knows_why |= not self._is_text and isinstance(event, Failed | Diverged)
        if self._stream is None:
            return
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except (OSError, ValueError):  # gone, full, or closed
            stream, self._stream = self._stream, None
            with contextlib.suppress(OSError, ValueError):
                close_quietly(stream)


def _progress(event: Progress, epochs: int) -> str:
    text = _(
        "epoch {epoch} of {epochs}: loss {loss:.4f}, {speed:,.0f} pictures a second, "
        "{left:.0f} s left"
    )
    return text.format(
        epoch=event.epoch, epochs=epochs, loss=event.loss, speed=event.images_per_second,
        left=event.seconds_left,
    )  # fmt: skip


def _sentence(event: Event, epochs: int) -> str:
    """Return what people want to know of an event; nothing of most of them."""
    match event:
        case Started():
            text = ngettext(
                "{pictures} picture to learn from, {parameters:,} parameters, on {device}",
                "{pictures:,} pictures to learn from, {parameters:,} parameters, on {device}",
                event.training_pictures,
            )
            return text.format(
                pictures=event.training_pictures, parameters=event.parameters, device=event.device
            )
        case EpochEnd():
            text = _(
                "epoch {epoch} of {epochs}: loss {loss:.4f}, {share} of the validation read "
                "correctly"
            )
            share = percent_text(event.val_accuracy)
            return text.format(epoch=event.epoch, epochs=epochs, loss=event.train_loss, share=share)
        case FinalTest():
            text = _("{share} of {count:,} unseen pictures of {name} read correctly")
            if event.best_epoch:
                text = _(
                    "{share} of {count:,} unseen pictures of {name} read correctly with the "
                    "weights of epoch {epoch}"
                )
            return text.format(
                share=percent_text(event.accuracy), count=event.pictures, name=event.test_set,
                epoch=event.best_epoch,
            )  # fmt: skip
    return _of_its_course(event)


def _of_its_course(event: Event) -> str:
    """Return what people want to know of how a run goes and ends."""
    match event:
        case Paused():
            return _("paused at step {step}").format(step=event.step)
        case Going():
            return _("goes on at step {step}").format(step=event.step)
        case Changed():
            return _("another learning rate from step {step} on: {lr:g}").format(
                step=event.step, lr=event.lr
            )
        case Halted() | Warned():
            return event.text
        case EarlyStop():
            return _early(event)
        case Stopped():
            return _("stopped in epoch {epoch}; what it learnt is saved").format(epoch=event.epoch)
        case Finished():
            return _("finished in {seconds:.1f} s").format(seconds=event.seconds)
    return ""


def _early(event: EarlyStop) -> str:
    text = _("ended after epoch {epoch}: the validation was best after epoch {best}")
    if event.takes_best:
        text = _(
            "ended after epoch {epoch}: the validation was best after epoch {best}, whose weights "
            "the run stands for"
        )
    return text.format(epoch=event.epoch, best=event.best_epoch)
