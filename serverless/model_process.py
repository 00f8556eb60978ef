"""The model server as a child process: started, waited for, restarted when it dies, stopped."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

_ROOT = Path(__file__).parents[1]  # where `python -m model.server` finds its module
_READY_WITHIN_S = 60.0
_STOP_WITHIN_S = 3.0
_RESTART_PAUSE_S = 0.5  # a server that dies at once, again and again, must not take the machine
# More threads than cores spin: a small network becomes a hundred times slower.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class ModelProcessError(Exception):
    """The model server does not start; the message says why."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class ModelProcess:
    """One model server on one port. Leaving the `with` block stops it."""

    def __init__(self, port: int, arguments: Sequence[str] = ()) -> None:
        self.port = port
        # Its stdin stays open as long as this process lives: it stops even after our kill -9.
        self._command = [sys.executable, "-m", "model.server", "--port", str(port)]
        self._command += ["--stop-with-parent", *arguments]
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._last_words = ""
        self._ready = False
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_until_ready(self) -> None:
        """Raises ModelProcessError when it dies first, or takes too long."""
        end = time.monotonic() + _READY_WITHIN_S
        while not _answers_ping(self.port):
            if self._process.poll() is not None:
                self._reader.join()
                raise ModelProcessError(f"The model server does not start: {self._last_words}")
            if time.monotonic() > end:
                raise ModelProcessError(
                    f"The model server is not ready after {_READY_WITHIN_S:.0f} seconds. "
                    f"Its last words: {self._last_words or 'none'}"
                )
            time.sleep(0.02)
        self._ready = True

    def keep_alive(self) -> None:
        """From now on, restart it on the same port whenever it dies."""
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        with self._starting:
            if self._process.stdin:
                self._process.stdin.close()  # which tells it to finish and go
            try:
                self._process.wait(_STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._close()

    def _start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=_ROOT,
            # Ctrl+C in a terminal goes to a whole group: it is for us to end the model server.
            start_new_session=True,
            env=os.environ | _ENVIRONMENT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=self._pass_on, args=(self._process,), daemon=True)
        self._reader.start()

    def _pass_on(self, process: "subprocess.Popen[str]") -> None:
        """What it says on stderr goes to ours; before it is ready, only an error repeats it."""
        for line in process.stderr or ():
            self._last_words = line.strip() or self._last_words
            if self._ready:
                sys.stderr.write(line)

    def _close(self) -> None:
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe:
                pipe.close()

    def _watch(self) -> None:
        while True:
            status = self._process.wait()
            if self._stopping.wait(_RESTART_PAUSE_S):
                return
            sys.stderr.write(f"The model server stopped (status {status}); it is started again.\n")
            with self._starting:
                if not self._stopping.is_set():
                    self._close()
                    self._start()


def _answers_ping(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
