"""Nobody but this machine's own browser on the app's own pages."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from untold.web.app import make_app
from untold.web.guard import refusal

OURS = {"host": "127.0.0.1:8500"}


@pytest.mark.parametrize(
    ("method", "headers", "allowed"),
    [
        ("GET", OURS, True),
        ("GET", {"host": "localhost:9"}, True),
        ("GET", {"host": "evil.example"}, False),  # DNS rebinding: its name, our address
        ("GET", {"host": "127.0.0.1.evil.example:8500"}, False),
        ("GET", {"host": "evil.example@127.0.0.1"}, True),  # no browser sends it; the host is ours
        ("GET", {"host": "[::1"}, False),
        ("GET", {}, False),
        ("GET", {**OURS, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, False),
        ("GET", {**OURS, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate",
                 "sec-fetch-dest": "document"}, True),  # somebody follows a link to us
        ("GET", {**OURS, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate",
                 "sec-fetch-dest": "iframe"}, False),
        ("GET", {**OURS, "sec-fetch-site": "same-site"}, False),  # another port
        ("POST", {**OURS, "origin": "http://127.0.0.1:8500", "sec-fetch-site": "same-origin"}, True),
        ("POST", {**OURS, "origin": "http://127.0.0.1:9999"}, False),
        ("POST", {**OURS, "origin": "https://evil.example"}, False),
        ("POST", {**OURS, "origin": "null"}, False),
        ("POST", {**OURS, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate",
                  "sec-fetch-dest": "document"}, False),
    ],
)  # fmt: skip
def test_who_is_let_in(method, headers, allowed):
    assert (refusal(method, Headers(headers)) is None) is allowed


def test_a_foreign_name_gets_nothing_at_all(reading):
    for path in ("/stories.json", "/session.json", "/static/app.css", "/openapi.json"):
        answer = reading.http.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 403
        assert reading.token not in answer.text
    assert (
        reading.http.get("/x.json", headers={"Host": "evil.example"}).json()["error"]["status"] == 403
    )


def changing_routes(path) -> list[str]:
    described = make_app(path).openapi()["paths"]
    return [path for path, methods in described.items() if set(methods) - {"get", "head"}]


def test_nothing_changes_without_the_token(reading, sample_project):
    routes = changing_routes(sample_project)
    assert len(routes) >= 10
    for path in routes:
        fields = {"name": "Eve", "url": "https://e.example", "item": "x", "verdict": "right",
                  "outlet": "a", "group": "b", "max_false_gaps": "0.05"}  # fmt: skip
        for token in ("", "wrong", reading.token[:-1]):
            answer = reading.http.post(
                path, data={**fields, "token": token}, files={"file": ("a.csv", b"x")},
                headers={"Accept": "application/json"}, follow_redirects=False,
            )  # fmt: skip
            assert answer.status_code == 403, path
            assert "not one of this server's" in answer.json()["error"]["what"]
    assert reading.get("/runs.json").json()["jobs"] == []


@pytest.mark.parametrize(
    "path", ["/stories", "/stories.json", "/static/judge.js", "/nope", "/openapi.json"]
)
def test_the_policy_stands_on_every_answer(reading, path):
    headers = reading.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"


def test_who_judges_is_kept_from_scripts_and_other_sites(app):
    answer = app.send("/coder", name="Ada; x=1 ü")
    kept = answer.headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=strict" in kept
    assert app.get("/session.json").json()["coder"] == {"name": "Ada; x=1 ü", "blind": False}


def test_no_page_comes_with_a_script_from_elsewhere(reading):
    for path in ("/docs", "/redoc"):
        assert reading.get(path).status_code == 404


def test_the_server_tells_nobody_of_its_requests(sample_project, monkeypatch):
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    app = make_app(sample_project)
    kept = getattr(app, "_telemetry", {})
    assert not any(kept.get(name) for name in ("tracing", "metrics", "logs", "auto_configure"))
