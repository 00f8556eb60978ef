"""Speed and memory of each layer, side by side with TF-IDF and logistic regression.

    .venv/bin/python scripts/benchmark.py [--data ARCHIVE] [--out benchmark.json]

Each row runs in a process of its own, on the same reviews of about 230 words, one after the other.
Compare the ratios: the seconds are this machine's. With the IMDB reviews (--data, as for
model.train), the peer learns from them, and both are measured on the validation films.

    .venv/bin/python scripts/benchmark.py --peers [--floor] [--data ARCHIVE]

compares with other kinds of classifiers instead, accuracy against speed, and draws the picture;
--floor says how fast one review could be judged on this machine at all. `.venv/bin/pip install
-r scripts/requirements-peers.txt -c requirements.txt` installs the peers.
"""

import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import requests
import tyro
from benchmark_layers import LAYERS, PEER, ROOT, WORDS, Score, films, reviews
from benchmark_peers import ROWS

from model.contract.limits import MAX_REVIEWS
from serverless.model_process import free_port

N_SINGLE = 300
N_BATCHES = 20


Flag = Annotated[bool, tyro.conf.FlagCreatePairsOff]


@dataclass(frozen=True)
class Settings:
    """Measure every layer and one peer, or --peers: ours beside every peer."""

    data: Path | None = None
    """The archive or folder of IMDB reviews to fit the peer on; else it is the sample file."""
    out: Path = Path("benchmark.json")
    peers: Flag = False
    """Compare with other kinds of classifiers instead."""
    floor: Flag = False
    """Say how far one review is from what the machine could do."""
    rows: tuple[str, ...] = tuple(ROWS)
    """Of --peers, only these."""
    seconds: float = 5
    """Of --peers, how long each row's throughput is measured (single reviews: up to four times)."""
    picture: Path = ROOT / "model/artifacts/accuracy-and-speed.svg"
    """Of --peers, the picture of accuracy against speed; a PNG is saved beside an SVG."""


def measure(layer: str, data: Path | None) -> dict[str, float]:
    make, n_clients = LAYERS[layer]
    texts = reviews(N_BATCHES * MAX_REVIEWS)
    with make(data) as score:
        for text in texts[:20]:  # warm
            score([text])
        milliseconds = [1000 * seconds(partial(score, [text])) for text in texts[:N_SINGLE]]
        batches = [texts[i * MAX_REVIEWS :][:MAX_REVIEWS] for i in range(N_BATCHES)]
        with ThreadPoolExecutor(n_clients) as pool:
            total = seconds(lambda: list(pool.map(score, batches)))
        peak = peak_megabytes(resource.RUSAGE_SELF)
        accuracy = {"accuracy": validate(score, data)} if data and n_clients == 1 else {}
    peak = max(peak, peak_megabytes(resource.RUSAGE_CHILDREN))  # known once a server has ended
    cuts = statistics.quantiles(milliseconds, n=100)
    return {
        "p50_ms": round(cuts[49], 3),
        "p99_ms": round(cuts[98], 3),
        "reviews_per_s": round(N_BATCHES * MAX_REVIEWS / total),
        "peak_mb": round(peak),
    } | accuracy


def validate(score: Score, data: Path) -> float:
    """The share of the validation films' reviews that are judged right."""
    _, validation = films(data)
    texts, labels = validation.text.tolist(), validation.label.tolist()
    found = [label for i in range(0, len(texts), 64) for label in score(texts[i : i + 64])]
    return round(sum(map(int.__eq__, found, labels)) / len(labels), 4)


def seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_megabytes(whose: int) -> float:
    """Resident memory at its highest, of the largest process."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(whose).ru_maxrss / unit


def first_answer_s() -> float:
    """From ./scripts/run, already set up, to a verdict in the browser."""
    started, port = time.perf_counter(), free_port()
    command = [str(ROOT / "scripts/run"), "--headless", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        try:
            ask_the_page(f"http://localhost:{port}", run)
            return round(time.perf_counter() - started, 1)
        finally:
            run.terminate()


def ask_the_page(url: str, run: subprocess.Popen[bytes]) -> None:
    from playwright.sync_api import sync_playwright

    from tests.chromium import launch_arguments

    with sync_playwright() as playwright:
        page = playwright.chromium.launch(**launch_arguments()).new_page()
        wait_for(f"{url}/_stcore/health", run)
        page.goto(url)
        page.get_by_label("Your review").fill("A warm, funny and clever film. I loved it.")
        page.get_by_label("Your review").press("Control+Enter")
        page.get_by_text("positive").first.wait_for()


def wait_for(url: str, run: subprocess.Popen[bytes], patience_s: float = 120) -> None:
    """Raises SystemExit if the program ends or takes too long."""
    deadline = time.monotonic() + patience_s
    while run.poll() is None and time.monotonic() < deadline:
        with suppress(requests.RequestException):
            return requests.get(url, timeout=5).raise_for_status()
        time.sleep(0.1)
    raise SystemExit("./scripts/run does not start the dashboard. Run it by hand: it says why.")


def measure_layers(data: Path | None) -> dict[str, Any]:
    first_s = first_answer_s()  # before what takes long: here a dashboard may not start
    print(f"./scripts/run to the first verdict in a browser: {first_s} s\n")
    results: dict[str, dict[str, float]] = {}
    for layer in LAYERS:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            results[layer] = pool.submit(measure, layer, data).result()
        print_row(layer, results)
    fitted_on = "IMDB training films" if data else "sample reviews"
    return {"peer_fitted_on": fitted_on, "layers": results, "first_answer_s": first_s}


def measure_peers(settings: Settings) -> dict[str, Any]:
    """With --floor alone, ours alone."""
    import benchmark_floor  # here, as a layer's process would hold all that is imported at the top
    import benchmark_table

    names = list(settings.rows) if settings.peers else ["ours"]
    record = benchmark_table.measure(settings.data, names, settings.seconds)
    print(benchmark_table.markdown(record["rows"]))
    ours = record["rows"].get(ROWS["ours"].title)
    floor = {"floor": benchmark_floor.report(ours["p50_ms"])} if settings.floor and ours else {}
    return {"peers": record} | floor


def main(settings: Settings) -> None:
    if unknown := set(settings.rows) - set(ROWS):
        raise SystemExit(f"No row {', '.join(sorted(unknown))}. There are {', '.join(ROWS)}.")
    for file in (settings.out, settings.picture):
        if not file.parent.is_dir():
            raise SystemExit(f"There is no folder {file.parent} to write {file.name} to. Make it.")
    of_peers = settings.peers or settings.floor
    record = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "words_per_review": WORDS,
        **(measure_peers(settings) if of_peers else measure_layers(settings.data)),
    }
    settings.out.write_text(json.dumps(record, indent=1) + "\n")
    print(f"Written to {settings.out}")
    if settings.peers:
        import benchmark_plot

        print(benchmark_plot.save(record["peers"]["rows"], settings.picture))


def print_row(layer: str, results: dict[str, dict[str, float]]) -> None:
    if len(results) == 1:
        print(f"{'':30} {'p50':>10} {'p99':>10} {'reviews/s':>10} {'ratio':>7} {'peak':>8}")
    row = results[layer]
    ratio = row["reviews_per_s"] / results[PEER]["reviews_per_s"]
    print(
        f"{layer:30} {row['p50_ms']:>7.2f} ms {row['p99_ms']:>7.2f} ms "
        f"{row['reviews_per_s']:>10,} {ratio:>7.2f} {row['peak_mb']:>5,} MB"
        + (f"   {row['accuracy']:.1%} right" if "accuracy" in row else ""),
        flush=True,
    )


if __name__ == "__main__":
    main(tyro.cli(Settings))
