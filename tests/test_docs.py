"""Documentation is tested: what it shows is run, in its order, and no command is left out."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from workbench.cli.manual import manual

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "data/README.md"]
PATIENCE = 120.0
"""Seconds a command may take before it counts as hanging."""

Check = Callable[[list[str], Path], None]


def run(words: list[str], folder: Path) -> None:
    """Run the command where the document's files are; it has to end with 0."""
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr


def serve(words: list[str], folder: Path) -> None:
    """Start the command, wait until it says its address, press Ctrl-C: 0, and nobody is left."""
    running = subprocess.Popen(
        [*words, "--no-browser"] if "--no-browser" not in " ".join(words) else words,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stdout
    assert running.stderr
    hanging = threading.Timer(PATIENCE, running.kill)
    hanging.start()
    try:
        said = next((line for line in running.stdout if "http://127.0.0.1:" in line), "")
        listening = next((line for line in running.stdout if "Ctrl-C" in line), "")
        os.killpg(running.pid, signal.SIGINT)
        code = running.wait()
        ended = {0, -signal.SIGINT} if words[0] == "make" else {0}  # make itself dies of Ctrl-C
        assert said, running.stderr.read()
        assert listening
        assert code in ended, running.stderr.read()
    finally:
        hanging.cancel()
        running.kill()
        running.wait()
        running.stdout.close()
        running.stderr.close()
    left = subprocess.run(["pgrep", "-s", str(running.pid)], capture_output=True, check=False)
    assert not left.stdout


def make(words: list[str], _: Path) -> None:
    """Run `make demo` with the environment that runs the tests; read what the others would do.

    `make test` is what runs this, `make bench` and `make screens` take minutes: of these every
    file they name has to be there. How `make env` installs is tested in test_make.py.
    """
    target = words[1]
    here = ["make", "-o", "env", "-o", "test-env", f"RUN={sys.executable}", *words[1:]]
    if target == "demo":
        given = [word for word in here if not word.startswith("ARGS=")]
        serve([*given, "ARGS=--no-browser"], ROOT)
        return
    done = subprocess.run(
        [*here, "-n"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    for script in re.findall(r"\S+\.(?:py|sh)\b", done.stdout):
        assert (ROOT / script).is_file(), f"make {target} needs {script}"


def nothing(_words: list[str], _folder: Path) -> None:
    """Leave a command to other tests, for the reason that stands beside it in the table."""


CHECKS: tuple[tuple[str, Check], ...] = (
    (r"workbench (new|import|measure|place|rfm|report|history|forget)\b.*", run),
    (r"workbench (demo|serve|lab)\b.*", serve),
    (r"make (help|env|demo|test|check|docs|bench|screens)( [A-Z]+=\S+)?", make),
    (r"python data/make_demo\.py( --out DIR)?.*", run),
    (r"conda (env create -f environment\.yml|activate customer-workbench)", nothing),  # no conda
    (r"git clone \S+( \S+)?|cd [\w-]+", nothing),  # we are in it already
)
"""How each command that a document may show is checked; one that isn't here fails."""


def commands_of(document: Path) -> list[str]:
    """Return the commands in a document's ```sh blocks, without comments, lines joined."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    bare = [re.sub(r"(^|\s)#.*", "", line).removeprefix("$ ").strip() for line in lines]
    return [line.removeprefix(".venv/bin/") for line in bare if line]


def check_of(command: str) -> Check:
    """Return how a command is checked."""
    found = [check for pattern, check in CHECKS if re.fullmatch(pattern, command)]
    assert found, f"no check for «{command}»: add it to CHECKS"
    return found[0]


def words_of(command: str) -> list[str]:
    """Return a command as it is started here: our own programs by this Python."""
    words = shlex.split(command)
    if words[0] == "workbench":
        return [sys.executable, "-m", "workbench", *words[1:]]
    if words[0] == "python":
        return [sys.executable, *words[1:]]
    return words


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the files that documents speak of: the demo's, and a small book."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for file in (ROOT / "data").glob("*.csv"):
        shutil.copy(file, tmp_path)
    lines = [f"Customer {n % 7},2026-0{1 + n % 9}-15,{10 * n}" for n in range(1, 40)]
    (tmp_path / "book.csv").write_text("\n".join(["Customer,Date,Net", *lines]), encoding="utf-8")
    with duckdb.connect(tmp_path / "shop.duckdb") as shop:
        shop.read_csv(str(tmp_path / "book.csv")).create("book")
    known = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).strip(os.pathsep)
    monkeypatch.setenv("PYTHONPATH", known)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_shown_is_run(document: Path, desk: Path) -> None:
    """A document's commands work, one after the other, for somebody who follows it."""
    for command in commands_of(document):
        check_of(command)(words_of(command), desk)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_example_in_python_runs(document: Path, desk: Path) -> None:
    """A document's ```python blocks run, one after the other, as cells of one notebook."""
    blocks = re.findall(
        r"^```python\n(.*?)^```", document.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    cells: dict[str, object] = {"__name__": "__main__"}
    for number, block in enumerate(blocks, 1):
        code = compile(block, f"{document.name}, example {number}", "exec")
        exec(code, cells)  # noqa: S102 - our own documentation
    assert desk.is_dir()


def test_no_shell_command_hides_in_another_kind_of_block() -> None:
    """Blocks are sh, python, or say that they are text; a bare one would go untested."""
    for document in DOCUMENTS:
        kinds = re.findall(r"^```(.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)[::2]
        assert {kind for kind in kinds if kind not in {"sh", "python", "text", "json"}} == set(), (
            document.relative_to(ROOT)
        )


def test_the_command_line_is_documented_from_its_helps() -> None:
    """docs/command-line.md is what `make docs` writes: no command, option or default is missing."""
    written = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    assert written == manual(), "the helps have changed: make docs"


def test_every_promise_names_tests_that_are_there() -> None:
    """A promise's row names tests as ``file::test``, or ``::test`` of the file named before."""
    rows = [
        line
        for line in (ROOT / "docs/promises.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| promise", "| ---"))
    ]
    assert len(rows) > 20
    for row in rows:
        named = re.findall(r"`([^`]*)::(test_\w+)`", row)
        assert named, row
        file = ""
        for given, test in named:
            file = given or file
            text = (ROOT / file).read_text(encoding="utf-8")
            assert re.search(rf"^def {test}\(", text, re.MULTILINE), f"{file}::{test}"
