"""``untold serve`` itself: the example of its help, in a process of its own."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from untold.cli import main


def test_the_example_in_its_help_serves_a_project_that_it_makes(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    [example] = re.findall(r"Example:\n +untold (.+)\n", capsys.readouterr().out)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "untold", *example.split(), "--port", str(port)]
    server = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(600):
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/stories.json")
                break
            except httpx.ConnectError:
                assert server.poll() is None, server.stderr.read()
                time.sleep(0.1)
        assert answer.json()["articles"] == 0
        assert (tmp_path / "untold.db").exists()
        with socket.socket() as elsewhere, pytest.raises(OSError, match="refused"):
            elsewhere.connect(("127.0.0.2", port))  # this machine, by another of its addresses
    finally:
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=60)
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said


def test_what_is_no_project_is_an_error_in_one_line(tmp_path, capsys):
    file = tmp_path / "notes.db"
    file.write_text("no project")
    with pytest.raises(SystemExit) as stopped:
        main(["serve", str(file)])
    assert stopped.value.code == 1
    assert "not a project of Untold" in capsys.readouterr().err


def test_help_stays_light():
    code = (
        "import sys; from untold.cli import cli\n"
        "try: cli.main(['--help'], prog_name='untold')\n"
        "except SystemExit: pass\n"
        "heavy = {'fastapi', 'uvicorn', 'jinja2', 'sqlalchemy', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
