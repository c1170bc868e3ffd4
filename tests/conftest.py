"""A real server and a real browser; a request that leaves this computer fails its test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from here import not_here
from hypothesis import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    expect,
    sync_playwright,
)
from real_server import Serve, Served, start

from workbench import made_once

expect.set_options(timeout=20_000)  # a small machine may be busy; a condition is waited for
ROOT = Path(__file__).resolve().parent.parent
# A busy machine is slow, not wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
LEFT_OUT = (
    # A window's own address field, drawn as two web pages of its own in every fresh context, and
    # a process kept for a page that nobody asked for.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess,"
    # What Playwright leaves out stands here again: of two such lists Chromium heeds the last.
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,"
    "MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
    "ThirdPartyStoragePartitioning"
)
FLAGS = [
    f"--disable-features={LEFT_OUT}",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def chromium() -> str | None:
    """Return the path of the browser to drive, or None where there is none."""
    named = os.environ.get("WORKBENCH_CHROMIUM")
    found = [named] if named else ["/usr/bin/chromium", *map(shutil.which, ("chromium", "chrome"))]
    return next((path for path in found if path and Path(path).is_file()), None)


@pytest.fixture
def kept_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is made once in a folder of the test; return the folder."""
    monkeypatch.setattr(made_once, "homes", lambda: (tmp_path / "kept",))
    return tmp_path / "kept"


@pytest.fixture(scope="session")
def quiet_home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment whose kernels write nothing into the user's own folders."""
    home = tmp_path_factory.mktemp("home")
    return {
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).strip(":"),
    }


@pytest.fixture
def serve(tmp_path: Path, quiet_home: dict[str, str]) -> Iterator[Serve]:
    """Start servers: ``serve(folder_of_notebooks, engagement=None, page=None)``."""
    running: list[Served] = []

    def begin(notebooks: Path, engagement: Path | None = None, page: str | None = None) -> Served:
        errors = tmp_path / f"server-{len(running)}.log"
        running.append(start(notebooks, engagement, errors, quiet_home, page))
        return running[-1]

    yield begin
    for served in running:
        served.end()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Yield Playwright itself, once per session."""
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Return the path of a Chromium."""
    return chromium() or not_here("no Chromium here; name one in WORKBENCH_CHROMIUM")


@pytest.fixture(scope="session")
def browser(playwright: Playwright, browser_path: str) -> Iterator[Browser]:
    """Yield Chromium, offline but for this computer."""
    flags = [*FLAGS, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    try:
        made = playwright.chromium.launch(executable_path=browser_path, args=flags)
    except Error as error:
        not_here(f"Chromium doesn't start: {error}")
    yield made
    made.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a fresh context of 1280 × 800; any request outside 127.0.0.1 fails the test.

    Without motion: painted without a graphics card, the waiting page's breathing costs more
    than the page it waits for.
    """
    made = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    outside: list[str] = []
    made.on("request", lambda request: outside.append(request.url))
    made.on("page", lambda page: page.on("websocket", lambda ws: outside.append(ws.url)))
    yield made
    for tab in made.pages:
        with suppress(Error):  # left as a person leaves it: its kernel ends with the page
            tab.goto("about:blank")
    made.close()
    schemes = ("data:", "blob:", "about:", "file:")
    outside = [url for url in outside if not url.startswith(schemes)]
    assert [url for url in outside if urlsplit(url).hostname != "127.0.0.1"] == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return an empty page of the fresh context."""
    return context.new_page()
