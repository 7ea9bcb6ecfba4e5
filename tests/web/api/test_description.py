"""The description of the API: for programs, as a page, and as docs/api.md."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from clearbar.web.api.describe import as_markdown, described

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"


def test_the_document_is_what_the_api_is() -> None:
    """If it is not: `CLEARBAR_SECRET=x python -m clearbar.web manage --data FOLDER api_document > docs/api.md`."""
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(described())


@pytest.mark.django_db
def test_the_page_names_every_operation_and_fetches_nothing_from_elsewhere() -> None:
    client = Client()
    page = client.get("/api/").content.decode()
    schema = client.get("/api/v1/openapi.json").json()
    paths = [(path, method.upper()) for path, methods in schema["paths"].items() for method in methods]
    assert len(paths) == 23 and all(f"<code>{method} {path}</code>" in page for path, method in paths)
    assert "https://" not in page.replace("https:// and", "").replace(
        "https://", "", page.count("begins with https://")
    )
    assert page.count("<h1>") == 1 and "cdn" not in page.lower()


@pytest.mark.django_db
def test_every_refusal_is_described_as_a_problem() -> None:
    schema = Client().get("/api/v1/openapi.json").json()
    assert schema["openapi"] == "3.1.0"
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            refused = {status: told for status, told in said["responses"].items() if status >= "4"}
            wanted = {"401", "403", "404", "422", "429"} | ({"400", "413", "415"} if method == "post" else set())
            assert wanted <= set(refused), (path, method)
            assert all(set(told["content"]) == {"application/problem+json"} for told in refused.values())
            assert said["security"] == [{"Token": []}]
