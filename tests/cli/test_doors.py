"""Every option of every command is called once, and twice the same gives the same bytes.

The calls below are read by a process for each of two hash seeds. A new command or option without a
call fails here.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import typer
from typer.core import TyperCommand

from detente.cli import app

FILES = {
    "x.txt": "MR SMITH: We will not lift the ban. We might ease it if they withdraw.\n"
    "I can exchange it for membership. We will continue to apply relentless pressure on them,\n"
    "squeezing their critical oil industry.\n",
    "holdings.csv": "asset,weight,low,high,cost_bp\naldea-shares,0.5,0,1,10\ncash,0.5,0,1,1\n",
    "mandate.yaml": "format: detente/mandate/1\nturnover: 0.3\n",
}
# Command: calls; "!" before the first word where it is to be refused (no network, no data here).
CALLS: dict[str, list[str]] = {
    "new": ["new other"],
    "schema": ["schema", "schema --out OUT"],
    "brief": [
        "brief mine --draws 8 --seed 2 --out OUT --format md --json",
        "! brief mine --draws 8 --compare first second",
    ],
    "check": [
        "check mine --json",
        "check mine -p first --draws 2 --seed 3 --apply --as mended --out OUT",
    ],
    "law": ["law --on 2025-08-16 --measure eu-833 --json", "law --on 2025-08-16 --veto EU:HU"],
    "replay": ["replay haiti-1993 --json"],
    "export": [
        "export mine -p first --to dot --out OUT/x.dot",
        "export mine --months 6 --seed 2 --json",
    ],
    "hold": [
        "hold mine -p first --draws 8 --seed 2 --json",
        "hold mine --draws 8 --why BO@4",
        "hold mine --draws 8 --flips --json",
        "hold mine --draws 8 --parts --json",
        "hold mine --draws 8 --given alive@3 --json",
        "hold mine --draws 8 --json --without guarantee:cassian-brigade",
    ],
    "history": [
        "history --class ucdp-all --json",
        "history --war civil --peacekeepers yes",
        "! history --war civil --over territory --peacekeepers yes --third-party yes"
        " --commission no --ceasefire yes --json",
        "! history --sender EU",
        "history --case mine -p first --seed 2 --draws 8 --json",
        "! history --backtest --case mine",
    ],
    "design": [
        "design mine -p first --draws 8 --seed 2 --json --drop AL:withdrawal-first"
        " --bound oil-embargo=0..0.9",
        "design mine --draws 8 --goal frontier --at 12 --seconds 2 --parties AL,BO --save better"
        " --point 1 --json",
        "! design mine --draws 8 --robust 2",
        "! design mine --draws 8 --modules choose --robust 0.5",
        "! design mine --draws 8 --vary nothing",
    ],
    "read": [
        "read x.txt --as text --encoding utf-8 --json",
        "read x.txt --to OUT/x.parquet",
        "! read x.txt --second nobody",
    ],
    "deeds": [
        "! deeds x.txt x.txt --as nothing --on 2025-01-01 --encoding utf-8 --about A"
        " --instrument i --out OUT/d.csv --accept-loss --json"
    ],
    "gap": [
        "gap mine --party AL --instrument ceasefire --since 2025-02-01 --horizon 60 --seed 2 --json"
    ],
    "outlook": [
        "outlook mine --draws 8 --seed 2 --json",
        "! outlook mine --draws 8 --score nowhere",
    ],
    "price": ["price mine --draws 8 --seed 2 --json"],
    "claims": ["claims mine --draws 8 --seed 2 --json"],
    "allocate": [
        "allocate mine --draws 8 --seed 2 --out OUT --json --believe settlement-holds=0.3",
        "allocate mine --draws 8 --holdings holdings.csv --mandate mandate.yaml",
        "! allocate mine --draws 8 --returns x.txt",
        "! allocate mine --draws 8 --prices x.txt",
    ],
    "minerals": [
        "minerals --supplier RU --importer EU --mineral palladium --seed 2 --json",
    ],
    "fetch": [
        "! fetch nobody X --out OUT/x.csv --since 2025-01-01 --until 2025-02-01 --cache OUT --again"
    ],
    "markets": [
        "markets --asset IMOEX --json",
    ],
    "mcp": ["! mcp nothing"],  # the server itself: tests/mcp
    "serve": ["! serve nowhere --port 9000 --no-browser --seed 1 --draws 8"],
}
RUN = """
import contextlib, io, json, sys
from detente.cli import main
told = {}
for line in json.load(sys.stdin):
    sys.argv = ["detente", *line.removeprefix("! ").split()]
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
    told[line] = [code, out.getvalue(), err.getvalue() if code else ""]
json.dump(told, sys.stdout)
"""


def commands() -> Mapping[str, TyperCommand]:
    found = typer.main.get_group(app).commands
    return {name: made for name, made in found.items() if isinstance(made, TyperCommand)}


def test_every_option_of_every_command_has_a_call():
    assert set(CALLS) == set(commands())
    for name, command in commands().items():
        words = " ".join(CALLS[name]).split()
        for option in command.params:
            if option.param_type_name == "option":
                assert {*option.opts, *option.secondary_opts} & set(words), f"{name} {option.opts}"


def test_the_same_inputs_give_the_same_bytes_whatever_the_hash_seed(tmp_path):
    begun = [_begun(tmp_path / seed, seed) for seed in ("1", "77")]  # beside each other
    one, other = (_ended(process, tmp_path / seed) for process, seed in begun)
    for line, (code, out, err) in one[0].items():
        assert code == (2 if line.startswith("!") else 0), (line, err)
        assert "Traceback" not in err, line
        assert [code, out, err] == other[0][line], line
    assert one[1] == other[1]
    assert len(one[1]) > 20


def _begun(folder: Path, seed: str) -> tuple[subprocess.Popen, str]:
    """A process that makes every call, in a folder of its own."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    lines = [
        line.replace("OUT", f"out-{name}{at}")
        for name, calls in CALLS.items()
        for at, line in enumerate(calls)
    ]
    (folder / "calls.json").write_text(json.dumps(["new mine", *lines]))
    env = {k: v for k, v in os.environ.items() if k != "DETENTE_DATA"} | {"PYTHONHASHSEED": seed}
    with (folder / "calls.json").open() as calls, (folder / "told.json").open("w") as told:
        line = [sys.executable, "-c", RUN]
        return subprocess.Popen(line, stdin=calls, stdout=told, cwd=folder, env=env), seed


def _ended(process: subprocess.Popen, folder: Path) -> tuple[dict[str, list], dict[str, str]]:
    """What every call answered, and the hash of every file that is there afterwards."""
    assert process.wait() == 0
    files = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return json.loads((folder / "told.json").read_text()), files
