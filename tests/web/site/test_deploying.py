"""What is shipped runs: the wheel carries all that the application needs, and compose.yaml names what is there."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import click
import httpx
import pytest
import yaml

from clearbar.cli.main import cli
from tests.conftest import ROOT
from tests.web import serving

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_services_use_only_secrets_and_volumes_that_are_declared() -> None:
    assert set(COMPOSE["services"]) == {"app", "worker", "database", "mail"}
    for name, service in COMPOSE["services"].items():
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"]), name
        assert {one.split(":")[0] for one in service.get("volumes", ())} <= set(COMPOSE["volumes"]), name
        assert set(service.get("depends_on", ())) <= set(COMPOSE["services"]), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
        waited = [
            other for other, how in service.get("depends_on", {}).items() if how["condition"] == "service_healthy"
        ]
        for other in waited:
            assert "test" in COMPOSE["services"][other].get("healthcheck", {}) or "HEALTHCHECK" in DOCKERFILE


def test_its_variables_are_settings_and_its_commands_are_ours() -> None:
    known = re.findall(r"^\| `(CLEARBAR_\w+)`", SETTINGS, re.MULTILINE)
    for name in ("app", "worker"):
        for variable in COMPOSE["services"][name]["environment"]:
            assert variable.removesuffix("_FILE") in known
    commands = cli.list_commands(click.Context(cli))
    for words in (COMPOSE["services"]["worker"]["command"], yaml.safe_load(DOCKERFILE.splitlines()[-1][4:])):
        assert words[0] == "clearbar" and words[1] in commands
        found = cli.get_command(click.Context(cli), words[1])
        assert found is not None
        options = {option for one in found.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_the_image_does_not_run_as_root_and_copies_what_is_there() -> None:
    lines = DOCKERFILE.splitlines()
    assert "USER clearbar" in lines and lines.index("USER clearbar") < len(lines) - 1
    for line in lines:
        if line.startswith("COPY "):
            assert all((ROOT / name).exists() for name in line.split()[1:-1]), line


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of these sources."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).with_name("uv")
    words = [str(uv), "build", "--wheel", "--quiet", "--out-dir", str(folder), str(ROOT)]
    subprocess.run(words, check=True, timeout=120, capture_output=True)
    [found] = folder.glob("*.whl")
    return found


@pytest.mark.slow
def test_the_wheel_carries_every_file_of_the_sources(wheel: Path) -> None:
    with ZipFile(wheel) as packed:
        held = set(packed.namelist())
    for file in (ROOT / "src" / "clearbar").rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            assert file.relative_to(ROOT / "src").as_posix() in held


@pytest.mark.slow
def test_the_application_runs_from_the_wheel_alone(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an environment of its own, which borrows the other packages but not this checkout."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    own = Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))
    (own / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    words = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--no-deps", "--offline"]
    subprocess.run([*words, "--python", str(home / "bin" / "python"), str(wheel)], check=True, timeout=60)
    monkeypatch.setattr(serving, "CLEARBAR", home / "bin" / "clearbar")
    with serving.serving(tmp_path / "house") as served:
        page = httpx.get(served.address + served.first_link())
        assert page.status_code == 200 and "How will you log in?" in page.text
        for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
            assert httpx.get(served.address + address).status_code == 200, address
    told = [str(home / "bin" / "python"), "-c", "import clearbar; print(clearbar.__file__)"]
    assert str(home) in subprocess.run(told, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
