"""`cnnviz train` in processes that have loaded PyTorch already: they start in a moment.

They are forked from a server, as `multiprocessing` has it, and look like those of `subprocess`.
"""

import functools
import multiprocessing
import os
import sys
from multiprocessing import reduction

LOADED = ("cnnviz.training.process", "torch._dynamo", "tests.forked")  # optimisers need the second


@functools.cache
def server():
    """The context whose processes are forked from one that has loaded all that is slow."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    return context


class TrainProcess:
    """One call of `cnnviz train` with pipes on stdin, stdout and stderr.

    Its stdin is a pipe with wishes where `--control` is among the words.
    """

    def __init__(self, words, **environ):
        (their_in, our_in), (our_out, their_out), (our_err, their_err) = (
            os.pipe() for _ in range(3)
        )
        theirs = (their_in, their_out, their_err)
        self.process = server().Process(target=_train, args=(words, _Handed(theirs), environ))
        self.process.start()
        for descriptor in theirs:
            os.close(descriptor)
        self.stdin = os.fdopen(our_in, "w")
        self.stdout, self.stderr = os.fdopen(our_out), os.fdopen(our_err)

    @property
    def returncode(self):
        return self.process.exitcode

    @property
    def pid(self):
        return self.process.pid

    def kill(self):
        self.process.kill()

    def wait(self):
        """Wait for the end; return the exit code."""
        self.process.join()
        return self.returncode

    def communicate(self):
        """Close stdin and wait for the end; return the rest of stdout and of stderr."""
        self.stdin.close()
        return self.finish()

    def finish(self):
        """Wait for the end, which comes by itself; return the rest of stdout and of stderr."""
        rest = self.stdout.read(), self.stderr.read()
        for pipe in (self.stdin, self.stdout, self.stderr):
            pipe.close()
        self.wait()
        return rest


class _Handed:
    """Descriptors that a process of the server gets, too."""

    def __init__(self, descriptors):
        self.descriptors = descriptors

    def __reduce__(self):
        return _received, tuple(reduction.DupFd(each) for each in self.descriptors)


def _received(*handed):
    return [each.detach() for each in handed]


def _train(words, descriptors, environ):
    os.environ |= environ
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin = os.fdopen(0)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    from cnnviz.__main__ import main

    sys.exit(main(["train", *words]))
