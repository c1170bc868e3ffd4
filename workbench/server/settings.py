"""Voilà's settings: what keeps a client's data with the one who has the address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traitlets.config import Config

from workbench.charts.vega import bundle
from workbench.server.handlers import KeyProvider
from workbench.server.kernels import NativeKernels, QuietKernels
from workbench.server.published import PAGE, Published

HOST = "127.0.0.1"
EXTENSIONS = (
    "anywidget",
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
)
"""What a page of ours needs of JupyterLab; whatever else is installed isn't loaded."""
WARM = ("matrix.ipynb", "points.ipynb")
"""Pages for which one kernel waits, already started."""
REFILL_AFTER = 2.0
"""Seconds after a warm kernel was taken until the next one is started: first the page answers."""
IDLE_KERNEL_SECONDS = 180
"""A kernel no page is connected to ends after this; one with an open page never does."""
LOOK_SECONDS = 30
"""How often kernels without a page are looked for."""
LARGEST_MESSAGE = 512 * 2**20
"""Bytes of one message of the browser: an uploaded file is one."""

_STYLE = Path(__file__).resolve().parent.parent / "widgets" / "style.css"


def settings(runtime: Path, port: int, token: str, published: Published | None = None) -> Config:
    """Return Voilà's settings: what keeps a client's data with the one who has the address."""
    host, names = (published.host, published.names) if published else (HOST, [])
    sockets = [f"ws://{HOST}:{port}", f"ws://localhost:{port}"]
    if published and published.proxy:
        sockets.append(published.proxy.rstrip("/").replace("https://", "wss://"))
    policy = {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": " ".join(["'self' blob: data:", *sockets]),
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{what} {whence}" for what, whence in policy.items()),
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    style = _STYLE.read_text(encoding="utf-8")
    ours = {"workbench_style": style, "workbench_library": f"/workbench/library/{bundle().name}"}
    config: dict[str, Any] = {}
    config["Voila"] = {
        "ip": host,
        "port": port,
        "token": token,
        "root_dir": str(runtime / "notebooks"),
        "connection_dir_root": str(runtime),
        "open_browser": False,
        "identity_provider_class": KeyProvider,
        "log_level": "ERROR",
        "tornado_settings": {
            "allow_remote_access": False,
            "local_hostnames": ["localhost", *names],
            "headers": headers,
            "websocket_max_message_size": LARGEST_MESSAGE,
        },
    }
    config["VoilaConfiguration"] = {
        "template": "workbench",
        "allow_template_override": "NO",
        "allow_theme_override": "NO",
        "theme": "light",
        "file_allowlist": [],
        "file_denylist": [".*"],
        "show_tracebacks": False,
        "strip_sources": True,
        "preheat_kernel": True,
        "default_pool_size": 0,
        "kernel_spec_manager_class": NativeKernels,
        "multi_kernel_manager_class": QuietKernels,
        "extension_allowlist": list(EXTENSIONS),
        "resources": ours,
    }
    config["VoilaKernelManager"] = {
        "fill_delay": REFILL_AFTER,
        "kernel_pools_config": {"default": {"pool_size": 0}}
        | {name: {"pool_size": 1} for name in ((f"{PAGE}.ipynb",) if published else WARM)},
        "cull_idle_timeout": IDLE_KERNEL_SECONDS,
        "cull_interval": LOOK_SECONDS,
        "cull_connected": False,
        "cull_busy": True,
    }
    if names:  # beyond this computer the key travels through TLS alone
        config["KeyProvider"] = {"secure_cookie": True}
    config["KernelManager"] = {"autorestart": False}  # a new kernel behind old widgets helps nobody
    config["ZMQChannelsWebsocketConnection"] = {"limit_rate": False}  # live columns are many bytes
    return Config(config)
