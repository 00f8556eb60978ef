"""The embedded stack: the API on this machine, as a child process that lives as long as we do.

Only its URL leaves this module. Its code belongs to `serverless/`, which is not imported here.
"""

import atexit
import queue
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import IO

from dashboard.api.client import ApiUnreachable

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "serverless.stack", "--stop-with-parent")
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 5.0


class StackFailed(ApiUnreachable):
    """The embedded stack did not start."""


class EmbeddedStack:
    """Starts the stack when its URL is first asked for, and again when it has died."""

    def __init__(
        self, command: tuple[str, ...] = COMMAND, start_timeout_s: float = START_TIMEOUT_S
    ) -> None:
        self._command = command
        self._start_timeout_s = start_timeout_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._url = ""
        atexit.register(self.stop)

    def url(self) -> str:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._stop()
                self._start()
            return self._url

    def stop(self) -> None:
        with self._lock:
            self._stop()

    def _start(self) -> None:
        # The stack ends when its stdin does: even if this process is killed, no orphan stays.
        self._process = subprocess.Popen(  # noqa: S603 - a fixed command, no shell
            self._command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        stdout, stderr = _Lines(self._process.stdout), _Lines(self._process.stderr)
        url = stdout.first(self._start_timeout_s)
        if not url.startswith("http"):
            self._stop()
            raise StackFailed(
                f"The local model did not start. Its last words: “{stderr.last()}” "
                "Start it alone with `python -m serverless.stack` to see more."
            )
        self._url = url

    def _stop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class _Lines:
    """Reads a pipe to its end, so that the child never blocks on a full one."""

    def __init__(self, pipe: IO[str] | None) -> None:
        self._pipe = pipe
        self._first: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._last: deque[str] = deque(maxlen=1)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def first(self, timeout_s: float) -> str:
        """The first line, or nothing if the pipe ends or the time runs out before it."""
        try:
            return self._first.get(timeout=timeout_s)
        except queue.Empty:
            return ""

    def last(self) -> str:
        self._reader.join(1)
        return self._last[0] if self._last else ""

    def _read(self) -> None:
        if self._pipe is None:
            return
        with self._pipe:
            lines = (line.strip() for line in self._pipe if line.strip())
            first = next(lines, "")
            self._first.put(first)
            self._last.append(first)
            self._last.extend(lines)
