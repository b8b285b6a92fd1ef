"""Where things are in a checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
WEB = ROOT / "web"
WEB_BUILT = BUILD / "web"  # the server embeds what is here: dist/ and openapi.json
WEB_PAGE = WEB_BUILT / "dist" / "index.html"
API = ROOT / "api" / "openapi.yaml"
STAMPS = BUILD / "stamps"
RELEASE_SERVER = BUILD / "release" / "bin" / "parlance"
NODE_TOOLS = ROOT / "devtools" / "node"
DEBIAN_PACKAGES = ROOT / "devtools" / "debian-packages.txt"
