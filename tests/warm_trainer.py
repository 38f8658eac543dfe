"""`cnnviz train` without the seconds that PyTorch takes to load: a process that has it forks.

The window of a test starts `python -m tests.warm_trainer SOCKET WORDS...` in place of the command.
That passes its streams to the process behind the socket, which forks; the fork runs the command
with them. The starter waits for its exit code. If the starter is killed, so is the fork.
"""

import os
import signal
import socket
import subprocess
import sys
import threading


def main(address, words):
    """Let the warm process run the command with the streams of this one."""
    with socket.socket(socket.AF_UNIX) as there:
        there.connect(address)
        socket.send_fds(there, ["\0".join(words).encode()], [0, 1, 2])
        code = there.recv(1)
    return code[0] if code else 1


def serve(address):
    """Load PyTorch once, then fork for everyone who asks, until the input is closed."""
    import torch

    torch.optim.Adam([torch.nn.Parameter(torch.zeros(1))])  # it loads what learning needs

    from cnnviz import __main__ as command

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            there, _ = door.accept()
            if os.fork() == 0:
                run(command.main, there)
            there.close()


def run(command, there):
    """Be the command: with the streams and the words of the one who asked, as long as it lives."""
    words, streams, _, _ = socket.recv_fds(there, 100_000, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.nice = lambda step: 0  # tests wait for it, beside each other
    threading.Thread(target=die_with, args=(there,), daemon=True).start()
    try:
        code = command(["train", *words.decode().split("\0")])
    except SystemExit as error:
        code = error.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    there.send(bytes([code]))
    os._exit(code)


def die_with(there):
    """End at once when the one who asked is gone."""
    there.recv(1)
    os.kill(os.getpid(), signal.SIGKILL)


class WarmTrainer:
    """The process that has PyTorch loaded, and the command that uses it."""

    def __init__(self, folder):
        address = str(folder / "trainer")
        here = [sys.executable, "-m", "tests.warm_trainer"]
        self._process = subprocess.Popen(
            [*here, "--serve", address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout.readline() == "ready\n"
        self.command = (*here, address)

    def close(self):
        """End the process."""
        self._process.kill()
        self._process.communicate()


if __name__ == "__main__":
    if sys.argv[1] == "--serve":
        serve(sys.argv[2])
    sys.exit(main(sys.argv[1], sys.argv[2:]))
