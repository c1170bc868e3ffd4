"""How long summing up and reading take, beside what others take for the same.

Each is a process of its own, from its start to its end, the best of a few; its memory is the most
it held. All of them work on the same lines, and have to find the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet as pq
from lines import write_lines
from server import ROOT
from table import FOLDER, Figures, Row, row

LIFETIMES = ("lifetimes==0.11.3", "autograd==1.9.1", "dill==0.4.1")
"""The library compared with, for the benchmark alone: installed beside nothing else."""
RETAIL = "online_retail/online_retail.parquet"
SIZES = {"1m": 1_000_000, "10m": 10_000_000}
FULL = {"50m": 50_000_000}
_BEST_OF = 3
_MB = 1024 if sys.platform != "darwin" else 1024 * 1024
"""What a megabyte is in the unit the system counts memory in."""


@dataclass(frozen=True)
class Run:
    """What one process took, and what it found."""

    seconds: float
    mb: float
    found: Figures


def measure() -> Figures:
    """Make the lines, then sum up and read with ours and with the others."""
    figures: Figures = {}
    sizes = {**SIZES, **(FULL if os.environ.get("FULL") == "1" else {})}
    for size, lines in sizes.items():
        print(f"{lines:,} lines …", flush=True)
        folder = write_lines(FOLDER / f"lines-{size}", lines)
        ours = best("workbench", folder)
        figures |= {f"measure_{size}_s": ours.seconds, f"measure_{size}_mb": ours.mb}
        if size == "1m":
            continue
        by_hand = best("duckdb", folder)
        agree(ours, by_hand)
        figures |= {f"duckdb_{size}_s": by_hand.seconds, f"duckdb_{size}_mb": by_hand.mb}
        if size == "10m":
            frames = best("pandas", folder, times=1)
            agree(ours, frames)
            summary = best("lifetimes", folder, times=1, path=lifetimes())
            figures |= {"pandas_10m_s": frames.seconds, "pandas_10m_mb": frames.mb}
            figures |= {"lifetimes_10m_s": summary.seconds, "lifetimes_10m_mb": summary.mb}
    return figures | reading()


def reading() -> Figures:
    """Read the public half a million lines as CSV, where they are."""
    beside = Path(os.environ.get("WORKBENCH_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not (beside / RETAIL).is_file():
        print(f"not read, for it isn't here: {RETAIL}")
        return {}
    file = FOLDER / "online_retail.csv"
    if not file.is_file():
        pyarrow.csv.write_csv(pq.read_table(beside / RETAIL), file)
    ours, bare = best("read", file, FOLDER / "read"), best("pandas_read", file, FOLDER / "read")
    agree(ours, bare)
    return {"read_retail_s": ours.seconds, "pandas_read_retail_s": bare.seconds}


def best(name: str, *paths: Path, times: int = _BEST_OF, path: str = "") -> Run:
    """Run one contender some times and return its quickest run."""
    return min((once(name, *paths, path=path) for _ in range(times)), key=lambda run: run.seconds)


def once(name: str, *paths: Path, path: str = "") -> Run:
    """Run one contender in a process of its own and wait for its end."""
    known = os.pathsep.join(filter(None, (path, str(ROOT), os.environ.get("PYTHONPATH", ""))))
    words = [sys.executable, "-W", "ignore", str(Path(__file__).parent / "contenders.py"), name]
    begun = time.monotonic()
    with subprocess.Popen(
        [*words, *map(str, paths)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": known}
    ) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    return Run(seconds, used.ru_maxrss / _MB, json.loads(said))


def agree(ours: Run, others: Run) -> None:
    """Stop where two contenders found different things: nothing would be compared."""
    for name in ours.found.keys() & others.found.keys():
        if abs(ours.found[name] - others.found[name]) > 1e-6 * abs(ours.found[name]):
            raise SystemExit(f"{name}: {ours.found[name]} and {others.found[name]}")


def lifetimes() -> str:
    """Return where Lifetimes is, installed for the benchmark alone."""
    place = FOLDER / "lifetimes"
    if not (place / "lifetimes").is_dir():
        words = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*words, "--target", str(place), *LIFETIMES], check=True)
    return str(place)


def rows(figures: Figures) -> list[Row]:
    """Return what was reached beside what was asked for."""
    ours, by_hand = figures["measure_10m_s"], figures["duckdb_10m_s"]
    found = [
        row("10,000,000 lines summed up, start included", ours, 2 * by_hand, "s", 2),
        Row("the same columns by DuckDB alone", f"{by_hand:.2f} s"),
        Row("the same columns by pandas", f"{figures['pandas_10m_s']:.2f} s"),
    ]
    faster = figures["lifetimes_10m_s"] / ours
    said = f"{figures['lifetimes_10m_s']:.2f} s: {faster:.1f} ×"
    found += [
        Row("Lifetimes' summary, fewer columns", said, "≥ 8 ×", faster >= 8),
        row("memory of 10,000,000 lines", figures["measure_10m_mb"], 600, "MB", 0),
        row("10,000,000 lines", ours, 10 * figures["measure_1m_s"], "s", 2),
    ]
    if "measure_50m_s" in figures:
        found.append(row("50,000,000 lines", figures["measure_50m_s"], 5 * ours, "s", 2))
    if "read_retail_s" in figures:
        bare = figures["pandas_read_retail_s"]
        found += [
            row("online_retail, CSV → ledger", figures["read_retail_s"], 3 * bare, "s", 2),
            Row("the same file by pandas.read_csv", f"{bare:.2f} s"),
        ]
    return found
