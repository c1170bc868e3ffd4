"""The server's doors: who gets in, what is served, and what stays behind (nothing)."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import psutil  # type: ignore[import-untyped]
import pytest
from real_server import Serve, Served, start

from workbench.errors import WorkbenchError
from workbench.server import serve as serve_here
from workbench.server.children import Children
from workbench.server.settings import settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One page without widgets, a picture beside it that is nobody's business."""
    made = tmp_path_factory.mktemp("doors")
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    notebook.cells = [nbformat.v4.new_code_cell("import os\nos.environ['WORKBENCH_RUNTIME']")]
    for name in ("index", "matrix"):
        nbformat.write(notebook, made / f"{name}.ipynb")
    (made / "logo.png").write_bytes(b"\x89PNG")
    return made


@pytest.fixture(scope="module")
def door(
    folder: Path, quiet_home: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve the folder once for all tests that do no harm."""
    made = start(folder, None, tmp_path_factory.mktemp("log") / "log", quiet_home, "index")
    yield made
    made.end()


def ask(
    served: Served, path: str, *, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], str]:
    """Send one request, following nothing."""
    parts = urlsplit(served.base)
    assert parts.hostname
    link = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    link.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = link.getresponse()
    body = answer.read().decode("utf-8", "replace")
    link.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/voila/render/index.ipynb",
        "/voila/render/index.ipynb?token=guessed",
        "/open/0123456789abcdef0123456789abcdef",
        "/workbench/kernels/none",
        "/api/kernels/00000000-0000-0000-0000-000000000000",
    ],
)
def test_without_the_key_nobody_gets_in(door: Served, path: str) -> None:
    """A page leads to a refusal that says what is missing; nothing else is answered."""
    status, headers, body = ask(door, path)
    assert status in (302, 403)
    assert "cell-output" not in body
    if status == 302:
        assert headers["location"].startswith("/login")
        status, _, body = ask(door, headers["location"])
        assert status == 403
        assert "needs its key" in body


def test_with_the_key_the_page_comes_with_its_policy(door: Served) -> None:
    """Our template, a strict content policy, no referrer that would carry the key away."""
    status, headers, body = ask(door, f"/voila/render/index.ipynb?{door.key}")
    assert status == 200
    assert 'lang="en"' in body
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http:" not in policy
    assert "*" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


def test_the_bare_address_leads_to_the_first_page(door: Served) -> None:
    """Without a list of files."""
    status, headers, _ = ask(door, f"/?{door.key}")
    assert (status, headers["location"]) == (302, "/voila/render/index.ipynb")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8866", "10.0.0.7"])
def test_a_forged_host_is_refused(door: Served, host: str) -> None:
    """A name that merely resolves to this computer doesn't get in, even with the key."""
    status, _, body = ask(door, f"/voila/render/index.ipynb?{door.key}", Host=host)
    assert status == 403
    assert "cell-output" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/voila/files/logo.png",
        "/voila/files/index.ipynb",
        "/voila/tree",
        "/voila/api/contents/",
        "/voila/render/logo.png",
        "/voila/render/none.ipynb",
        "/voila/render/..%2fnotebooks%2findex.ipynb",
        "/open/0123456789abcdef0123456789abcdef",
        "/open/..",
        "/workbench/library/vega-none.js",
        "/enter/guessed",
    ],
)
def test_no_files_are_served(door: Served, path: str) -> None:
    """With the key too: pages alone, no notebooks, no pictures, no list."""
    status, _, body = ask(door, f"{path}?{door.key}")
    assert status in (403, 404)
    assert "nbformat" not in body


def test_the_template_cannot_be_chosen_from_outside(door: Served) -> None:
    """``?template=lab`` would load from elsewhere."""
    _, _, body = ask(door, f"/voila/render/index.ipynb?template=lab&theme=dark&{door.key}")
    assert "wb-skeleton" in body
    assert "cdn" not in body


def test_kernels_know_their_client_and_nothing_lies_beside_the_pages(
    serve: Serve, folder: Path, tmp_path: Path
) -> None:
    """The client's folder is named in the environment; only notebooks are in the served one."""
    client = tmp_path / "client"
    client.mkdir()
    served = serve(folder, client, page="index")
    ask(served, f"/voila/render/index.ipynb?{served.key}")
    environments = [kernel.environ() for kernel in served.kernels()]
    assert environments
    assert {e["WORKBENCH_ENGAGEMENT"] for e in environments} == {str(client)}
    runtime = Path(environments[0]["WORKBENCH_RUNTIME"])
    assert runtime.stat().st_mode & 0o077 == 0
    assert {path.suffix for path in (runtime / "notebooks").iterdir()} == {".ipynb"}
    served.end()
    assert not runtime.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_leaves_no_process(
    serve: Serve, folder: Path, number: signal.Signals
) -> None:
    """Ctrl-C while a warm kernel is still starting: `Served.end` holds it to its word."""
    served = serve(folder, page="index")
    served.end(number)
    assert served.process.returncode == 0


def test_it_ends_when_its_parent_does(serve: Serve, folder: Path) -> None:
    """A child server watches its standard input."""
    served = serve(folder, page="index")
    assert served.process.stdin
    served.process.stdin.close()
    assert served.process.wait(20) == 0


def waiting_servers() -> list[psutil.Process]:
    """Return the servers this process began for nobody yet, or for a client since."""
    return [p for p in psutil.Process().children() if "--awaits" in p.cmdline()]


def clients_of(server: psutil.Process) -> set[str]:
    """Return what the kernels of a server are told when they ask for their client."""
    kernels = [p for p in server.children() if "ipykernel_launcher" in p.cmdline()]
    return {json.loads(Path(p.environ()["WORKBENCH_AWAITS"]).read_text()) for p in kernels}


def test_a_server_kept_ready_serves_one_client_ever(
    folder: Path, quiet_home: dict[str, str], tmp_path: Path
) -> None:
    """Asked for twice it is one process; the next client gets another; closing ends them all.

    One that died meanwhile is replaced unseen.
    """
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    begun: list[psutil.Process] = []

    async def picked() -> list[str]:
        children = Children(folder, quiet_home)
        children.prepare()
        children.prepare()
        await asyncio.sleep(0)
        addresses = [await children.address(one)]
        begun.extend(waiting_servers())
        assert [clients_of(server) for server in begun] == [{str(one)}]
        children.prepare()
        while len(waiting_servers()) == 1:  # noqa: ASYNC110 - no event tells of a process
            await asyncio.sleep(0.01)
        (spare,) = set(waiting_servers()) - set(begun)
        begun.append(spare)
        spare.kill()
        with contextlib.suppress(psutil.NoSuchProcess):  # its end may be taken note of meanwhile
            while spare.status() != psutil.STATUS_ZOMBIE:  # noqa: ASYNC110 - likewise
                await asyncio.sleep(0.01)
        addresses += [await children.address(two), await children.address(one)]
        begun.extend(set(waiting_servers()) - set(begun))
        assert clients_of(begun[-1]) == {str(two)}
        children.prepare()
        await children.close()
        return addresses

    first, second, again = asyncio.run(picked())
    assert first == again != second
    assert not psutil.wait_procs(begun, timeout=10)[1]
    assert not waiting_servers()


def test_a_second_name_is_not_heard(
    folder: Path, quiet_home: dict[str, str], tmp_path: Path
) -> None:
    """Nothing is announced before the client is known; after that no line changes whose it is."""
    words = ["-m", "workbench.server", "--child", "--awaits", "--notebooks", str(folder)]
    with subprocess.Popen(
        [sys.executable, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **quiet_home},
    ) as process:
        assert process.stdin
        assert process.stdout
        for name in ("one", "two"):
            process.stdin.write(json.dumps(str(tmp_path / name)).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["address"]
        assert clients_of(psutil.Process(process.pid)) == {str(tmp_path / "one")}
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_busy_port_gets_another_one(serve: Serve, folder: Path, tmp_path: Path) -> None:
    """Two servers asked for the same port both start."""
    one = serve(folder, page="index")
    two = serve(folder, page="index")
    assert urlsplit(one.base).port != urlsplit(two.base).port
    with socket.create_connection(("127.0.0.1", urlsplit(two.base).port or 0), timeout=5):
        pass
    assert not list(tmp_path.glob("*.ipynb"))


def test_another_programs_variables_do_not_loosen_it(tmp_path: Path) -> None:
    """The settings themselves: checked here so that a lost one is seen."""
    made = settings(tmp_path, 8866, "key")
    assert made.VoilaConfiguration.file_allowlist == []
    assert made.VoilaConfiguration.show_tracebacks is False
    assert made.VoilaConfiguration.allow_template_override == "NO"
    assert made.Voila.tornado_settings["allow_remote_access"] is False
    assert made.Voila.ip == "127.0.0.1"
    assert made.VoilaKernelManager.cull_connected is False
    assert made.VoilaKernelManager.kernel_pools_config["default"] == {"pool_size": 0}


def test_a_missing_folder_is_told_plainly(tmp_path: Path) -> None:
    """No server starts for a client that isn't there, nor without pages."""
    with pytest.raises(WorkbenchError, match="no folder"):
        serve_here(tmp_path / "nobody", open_browser=False)
    with pytest.raises(WorkbenchError, match="isn't in"):
        serve_here(notebooks=tmp_path, open_browser=False)
    assert "WORKBENCH_RUNTIME" not in os.environ
