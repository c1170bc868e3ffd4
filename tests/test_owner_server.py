"""The owner's server: a snapshot behind a key, no client's folder anywhere, every door shut."""

from __future__ import annotations

import asyncio
import http.server
import json
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from owner_server import Owner, begin
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from workbench.engagement import Engagement
from workbench.errors import WorkbenchError
from workbench.server.doors import tried
from workbench.server.owner import _environment
from workbench.server.published import Published, check_reach
from workbench.sharing.taking import snapshot

PLACE = "very-secret-place"
NAME = "Snowgoose"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the demo client in a place whose name nobody may learn."""
    place = tmp_path_factory.mktemp("owner") / PLACE
    Engagement.demo(place).store.close()
    return place


@pytest.fixture(scope="module")
def served(folder: Path, quiet_home: dict[str, str]) -> Iterator[Owner]:
    """Serve the owner's page once for all tests that do no harm."""
    made = begin(folder, quiet_home)
    yield made
    assert made.end() == 0


@pytest.fixture(scope="module")
def kernel(served: Owner) -> str:
    """Open the page once and return its kernel's id."""
    status, page = served.ask(f"/voila/render/owner.ipynb?token={served.token}")
    assert status == 200
    found = re.search(r'workbenchPage\.kernel\("([\w-]+)"\)', page)
    assert found
    return found[1]


def test_it_says_what_it_tried_before_the_address(served: Owner) -> None:
    """A person reads that the doors were tried, and where the page is reached."""
    tried_at, told_at = served.said.index("Tried and refused"), served.said.index("open at")
    assert tried_at < told_at
    assert "no client's folder" in served.said
    assert "on this computer alone" in served.said


ROUTES = (
    "/",
    "/voila/render/owner.ipynb",
    "/voila/render/matrix.ipynb",
    "/voila/files/snapshot.json",
    "/voila/files/owner.ipynb",
    "/voila/api/shutdown/{kernel}",
    "/api/kernels/{kernel}",
    "/api/kernels/{kernel}/channels",
    "/workbench/kernels/{kernel}",
    "/voila/query/{kernel}",
    "/open/0123456789abcdef0123456789abcdef",
    "/enter/anything",
)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("key", ["", "wrong", "w" * 43])
def test_without_the_right_key_nothing_comes(
    served: Owner, kernel: str, route: str, key: str
) -> None:
    """No key or another one, on every route and socket: refused, and no data in the answer."""
    path = route.format(kernel=kernel)
    for told in (
        served.ask(f"{path}?token={key}" if key else path),
        served.ask(path, Authorization=f"token {key}"),
        served.ask(path, Cookie=f"username-127-0-0-1-8866={key}"),
    ):
        assert told[0] in {302, 401, 403, 404, 405, 400}, (path, told)
        assert NAME not in told[1]
        assert PLACE not in told[1]


def test_the_key_of_the_last_start_or_of_another_client_is_worth_nothing(
    served: Owner, folder: Path, quiet_home: dict[str, str]
) -> None:
    """A new start has a new key; the old address is refused, and so is the new key there."""
    again = begin(folder, quiet_home)
    try:
        assert again.token != served.token
        for asked, other in ((again, served), (served, again)):
            status, told = asked.ask(f"/voila/render/owner.ipynb?token={other.token}")
            assert status in {302, 403}
            assert NAME not in told
    finally:
        assert again.end() == 0


def test_the_browser_is_opened_without_the_key(
    folder: Path, quiet_home: dict[str, str], tmp_path: Path
) -> None:
    """Everybody on this computer can read a command line: a ticket for one visit stands there."""
    told, browser = tmp_path / "told", tmp_path / "browser"
    os.mkfifo(told)
    browser.write_text(f'#!/bin/sh\necho "$1" > {told}\n')
    browser.chmod(0o700)
    made = begin(folder, {**quiet_home, "BROWSER": f"{browser} %s"}, browser=True)
    try:
        with told.open(encoding="utf-8") as heard:  # waits until the browser was opened
            entrance = urlsplit(heard.readline().strip())
        lines = [" ".join(process.cmdline()) for process in made.others()]
        assert made.token not in " ".join([entrance.geturl(), *lines])
        status, answer = made.ask(entrance.path)
        assert status == 302
        assert f"/voila/render/owner.ipynb?token={made.token}" in answer
        assert made.ask(entrance.path)[0] == 403
    finally:
        assert made.end() == 0


@pytest.mark.parametrize(
    "path",
    [
        "/voila/render/matrix.ipynb",
        "/voila/render/index.ipynb",
        "/voila/render/../snapshot.json",
        "/voila/files/owner.ipynb",
        "/voila/files/../snapshot.json",
        "/voila/files/logo.png",
        "/voila/tree",
        "/voila/api/contents/",
        "/api/contents",
        "/api/sessions",
        "/api/kernelspecs",
        "/api/terminals",
        "/open/0123456789abcdef0123456789abcdef",
    ],
)
def test_with_the_key_there_is_one_page_alone(served: Owner, path: str) -> None:
    """Other notebooks, files, pictures, kernels and clients are refused to the owner too."""
    status, told = served.ask(path, Authorization=f"token {served.token}")
    assert status in {403, 404}, (path, told[:300])
    assert NAME not in told


def test_nobody_starts_a_kernel_and_a_forged_host_is_refused(served: Owner) -> None:
    """A kernel comes with the page alone, and the page under its own name alone."""
    key = f"token {served.token}"
    assert served.ask("/api/kernels", "POST", Authorization=key)[0] in {403, 404, 405}
    status, told = served.ask("/voila/render/owner.ipynb", Authorization=key, Host="evil.example")
    assert status == 403
    assert NAME not in told


def test_no_process_knows_where_the_client_is(served: Owner, kernel: str) -> None:
    """Server and kernels: command line, environment, folder and open files name no client."""
    processes = served.others()
    assert kernel
    assert any("ipykernel" in " ".join(process.cmdline()) for process in processes)
    for process in processes:
        known = [*process.cmdline(), *process.environ().values(), process.cwd()]
        known += [file.path for file in process.open_files()]
        assert not [text for text in known if PLACE in text], process


async def conversation(served: Owner, kernel: str) -> list[str]:
    """Ask a kernel to run code, then how it is; return the kinds of what it answers."""
    parts = urlsplit(served.address)
    headers = {"Authorization": f"token {served.token}", "Origin": f"http://{parts.netloc}"}
    address = f"ws://{parts.netloc}/api/kernels/{kernel}/channels"
    spoken = ["v1.kernel.websocket.jupyter.org"]
    socket = await websocket_connect(HTTPRequest(address, headers=headers), subprotocols=spoken)
    heard: list[str] = []
    code = {"code": "import os; print(os.environ)", "silent": False}
    for kind, content in (("execute_request", code), ("kernel_info_request", {})):
        header = {"msg_id": kind, "msg_type": kind, "session": "s", "username": ""}
        parts_of = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        frame = serialize_msg_to_ws_v1(parts_of, "shell")  # type: ignore[no-untyped-call]
        await socket.write_message(frame, binary=True)
    while "kernel_info_reply" not in heard:
        told = await asyncio.wait_for(socket.read_message(), 60)
        assert isinstance(told, bytes)
        _, answer = deserialize_msg_from_ws_v1(told)  # type: ignore[no-untyped-call]
        heard.append(json.loads(answer[0])["msg_type"])
    socket.close()
    while await socket.read_message() is not None:
        pass  # until the server has closed it too
    return heard


def test_code_sent_to_the_socket_is_not_run(served: Owner, kernel: str) -> None:
    """The key opens the page's socket; running code is none of what may be said there."""
    heard = asyncio.run(conversation(served, kernel))
    assert not {"execute_reply", "execute_result", "stream", "execute_input"} & set(heard)


def test_a_page_of_another_site_gets_no_socket(served: Owner, kernel: str) -> None:
    """A browser that knows the key's cookie is still refused in the name of another site."""
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    upgrade |= {"Sec_WebSocket_Key": "d29ya2JlbmNoIGtleSEhIQ=="}
    path, key = f"/api/kernels/{kernel}/channels", f"token {served.token}"
    status, _ = served.ask(path, Authorization=key, Origin="https://evil.example", **upgrade)
    assert status == 403


@pytest.mark.parametrize(
    ("host", "token", "proxy", "said"),
    [
        ("0.0.0.0", "", "", "other computers could read"),  # noqa: S104 - refused
        ("0.0.0.0", "k" * 30, "", "other computers could read"),  # noqa: S104 - refused
        ("0.0.0.0", "", "https://a.example", "other computers could read"),  # noqa: S104 - refused
        ("192.0.2.7", "k" * 30, "http://a.example", "no address of a TLS proxy"),
        ("192.0.2.7", "k" * 30, "https://a.example/path", "no address of a TLS proxy"),
        ("127.0.0.1", "short", "", "can be guessed"),
        ("127.0.0.1", "key with blanks and more of them", "", "can be guessed"),
        ("nowhere", "k" * 30, "https://a.example", "no address to listen on"),
    ],
)
def test_beyond_this_computer_only_with_key_and_proxy(
    host: str, token: str, proxy: str, said: str
) -> None:
    """Otherwise it is refused before anything is read or served."""
    with pytest.raises(WorkbenchError, match=said):
        check_reach(host, token, proxy)


def test_with_key_and_proxy_it_may_be_reached() -> None:
    """The proxy's name is the one name a browser may ask for."""
    check_reach("0.0.0.0", "k" * 30, "https://review.example")  # noqa: S104 - the case at hand
    check_reach("127.0.0.1", "", "")
    empty = snapshot(Engagement.demo())
    held = Published(snapshot=empty, token="k", host="::", proxy="https://review.example")  # noqa: S106
    assert held.names == ["review.example"]
    assert Published.read(held.model_dump_json()) == held


def test_an_open_door_is_found(folder: Path) -> None:
    """A server that answers everybody is not served, and the doors that opened are named."""

    class Careless(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    careless = http.server.HTTPServer(("127.0.0.1", 0), Careless)
    threading.Thread(target=careless.serve_forever, daemon=True).start()
    held = Published(snapshot=snapshot(Engagement.open(folder)), token="k" * 30, host="127.0.0.1")
    try:
        with pytest.raises(WorkbenchError, match=r"not safe to serve: open is without its key"):
            list(tried(f"http://127.0.0.1:{careless.server_port}", held))
    finally:
        careless.shutdown()
        careless.server_close()


def test_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Variables that hold the folder, or settings of the workbench, stay behind."""
    monkeypatch.setenv("WORKBENCH_ENGAGEMENT", str(folder))
    monkeypatch.setenv("MY_CLIENT", f"file://{folder}/x")
    monkeypatch.setenv("PWD", str(folder))
    monkeypatch.setenv("HARMLESS", "yes")
    kept = _environment(folder)
    assert kept["HARMLESS"] == "yes"
    assert not {"WORKBENCH_ENGAGEMENT", "MY_CLIENT", "PWD"} & set(kept)
