"""How the browser tests start Chromium: the system's own if there is one, else Playwright's."""

import shutil
from typing import Any

# The first is Chromium without windows, as Playwright's own: the others load a search box, hidden,
# for each page, which slows it down.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


def launch_arguments() -> dict[str, Any]:
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    return {"args": _ARGUMENTS} | ({"executable_path": path} if path else {})
