"""What the tests of the pages share: opening a page, and reading what stands on it."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard.jobs.job import Job

APP = Path(__file__).parents[3] / "dashboard" / "main.py"


def open_page(name: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    if name == "review" and not query:  # the default page, already open
        return app
    if name != "review":
        app.switch_page(f"views/{name}.py")
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def explore(job: Job, **query: str) -> AppTest:
    app = open_page("explore", job=job.id, **query)
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    """All that a person can read as sentences."""
    kinds = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.error,
        app.warning,
        app.info,
        app.html,
    )
    return "\n".join(unescaped(str(element.value)) for kind in kinds for element in kind)


def unescaped(markdown: str) -> str:
    """As the browser shows it."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)
