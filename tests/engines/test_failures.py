"""What goes wrong under an engine: a person is told one sentence, the exit code is 2, and the evidence is as it was.

All through the command line. Files are really broken, memory really runs out, and Java is really killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from clearbar.cli.main import main
from clearbar.engines import Evidence, open_engine
from clearbar.flow.assess import question
from clearbar.model.errors import EngineFault, QuestionFault
from clearbar.model.question import Query
from tests.engines.mixed import keep_mixed, rows
from tests.engines.samples import files_of, tree
from tests.measures.samples import keep, row

pytestmark = pytest.mark.long

CLEARBAR = str(Path(sys.executable).with_name("clearbar"))
SQL = ("select", "SELECT", " join ", "SQLSTATE", "LINE 1", "Traceback", "Exception")
BOOK = Path(__file__).parents[1] / "roads" / "shop"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "evidence"
    keep_mixed(folder)
    return folder


@pytest.fixture
def evidence(sound: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    shutil.copytree(sound, tmp_path / "evidence")
    return tmp_path / "evidence"


def is_a_sentence(code: int, out: str, err: str) -> bool:
    """Whether this is a refusal in one line that a person can read."""
    one_line = err.endswith("\n") and err.count("\n") == 1
    return code == 2 and not out and one_line and not any(word in err for word in SQL)


def refused(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The sentence with which a command is refused, run in this process; what Java prints would be seen too."""
    capfd.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(one) for one in arguments])
    out, err = capfd.readouterr()
    assert isinstance(ended.value.code, int) and is_a_sentence(ended.value.code, out, err), (ended.value.code, out, err)
    return err


def process(*arguments: str | Path, program: tuple[str, ...] = (CLEARBAR,), **env: str) -> tuple[int, str, str]:
    """A command in a process of its own."""
    asked = [*program, *map(str, arguments)]
    known = {name: value for name, value in os.environ.items() if name != "CLEARBAR_DEBUG"}
    done = subprocess.run(asked, capture_output=True, text=True, timeout=180, env={**known, **env}, check=False)
    return done.returncode, done.stdout, done.stderr


# Files


def gone(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def scrambled(file: Path) -> None:
    """All columns overwritten, the head, the foot and the size left alone: only reading it through shows that."""
    content = bytearray(file.read_bytes())
    end = len(content) - 8 - struct.unpack("<I", content[-8:-4])[0]
    content[4:end] = b"\xa5" * (end - 4)
    file.write_bytes(content)


@pytest.mark.parametrize("table", ["ratings", "standards"])
@pytest.mark.parametrize("damage", [gone, cut, emptied, scrambled], ids=lambda one: one.__name__)
def test_a_broken_file_is_named_with_the_way_to_mend_it(
    engine: str, evidence: Path, capfd: pytest.CaptureFixture[str], damage: Callable[[Path], None], table: str
) -> None:
    file = files_of(evidence, table)[-1]
    damage(file)
    before = tree(evidence)
    said = refused(capfd, "measure", "clearance", evidence, "--by", "site", "--engine", engine)
    assert str(file) in said and "bring it back from a copy" in said
    assert ("missing" if damage is gone else "damaged") in said
    assert tree(evidence) == before


def test_a_report_on_a_broken_file_is_not_begun(
    engine: str, evidence: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = files_of(evidence)[-1]
    scrambled(file)
    before = tree(evidence)
    said = refused(capfd, "report", BOOK, evidence, "-o", tmp_path / "report.html", "--engine", engine)
    assert str(file) in said and "damaged" in said
    assert tree(evidence) == before and not (tmp_path / "report.html").exists()


def test_a_file_that_is_brought_back_is_all_that_is_needed(
    engine: str, evidence: Path, sound: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = files_of(evidence)[0]
    scrambled(file)
    refused(capfd, "measure", "clearance", evidence, "--engine", engine)
    shutil.copy(sound / file.relative_to(evidence), file)
    with pytest.raises(SystemExit) as ended:
        main(["measure", "clearance", str(evidence), "--engine", engine])
    assert ended.value.code == 0


def test_a_file_that_breaks_while_an_engine_is_open_is_told(engine: str, evidence: Path) -> None:
    opened = open_engine(engine, Evidence(evidence))
    gone(files_of(evidence)[0])
    try:
        with pytest.raises(Exception, match="is missing: bring it back"):
            opened.run(Query("select sum(level) as total from ratings", (), ("total",)))
    finally:
        opened.close()


@pytest.mark.parametrize("what", ["nowhere", "empty", "file", "log"])
def test_a_place_without_evidence_is_told(
    engine: str, evidence: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], what: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    folder = evidence if what == "log" else tmp_path / what
    if what == "log":
        for entry in (evidence / "ratings" / "_delta_log").glob("*.json"):
            entry.write_text("{}")
    assert str(folder) in refused(capfd, "measure", "clearance", folder, "--engine", engine)


# Memory


LIMITED = """
import resource, sys
from clearbar.engines import duckdb
duckdb.MEMORY_LIMIT, most = sys.argv.pop(1), int(sys.argv.pop(1))
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from clearbar.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Evidence with more persons than fit into a small memory."""
    rows = [row(f"rating-{i}", person=f"person-{i * 7919 % 60_000}-{'x' * 40}") for i in range(60_000)]
    return keep(tmp_path_factory.mktemp("crowd") / "evidence", rows)


@pytest.mark.parametrize(
    ("memory", "most", "said"),
    [("8MB", 0, "too small for this question"), ("24MB", 100_000, "File too large")],
    ids=["memory", "disk"],
)
def test_too_little_memory_or_disk_for_duckdb_is_told(crowd: Path, memory: str, most: int, said: str) -> None:
    before = tree(crowd)
    limited = (sys.executable, "-c", LIMITED, memory, str(most))
    code, out, err = process("measure", "clearance", crowd, "--by", "person", program=limited)
    assert is_a_sentence(code, out, err) and said in err, err
    assert tree(crowd) == before


def configured(folder: Path, **settings: str) -> dict[str, str]:
    """An environment in which Spark finds these settings, as a user would configure them."""
    folder.mkdir()
    lines = [f"spark.{name.replace('_', '.')} {value}\n" for name, value in settings.items()]
    (folder / "spark-defaults.conf").write_text("".join(lines))
    return {"SPARK_CONF_DIR": str(folder)}


@pytest.mark.slow
def test_too_little_memory_for_spark_is_told(spark: str, crowd: Path, tmp_path: Path) -> None:
    """Of the memory that Spark is given, it may use a sliver for counting."""
    env = configured(tmp_path / "conf", memory_fraction="0.0005", driver_memory="480m", master="local[1]")
    before = tree(crowd)
    code, out, err = process("measure", "clearance", crowd, "--by", "person", "--engine", spark, **env)
    assert is_a_sentence(code, out, err) and "not enough memory for this question" in err, err
    assert tree(crowd) == before


@pytest.mark.slow
def test_too_little_memory_to_start_spark_is_told(spark: str, crowd: Path) -> None:
    code, out, err = process("measure", "clearance", crowd, "--engine", spark, SPARK_DRIVER_MEMORY="300m")
    assert is_a_sentence(code, out, err) and "so little memory" in err, err


# Spark that is not there, or no longer


def test_spark_that_is_not_installed_is_told_with_the_way_to_install_it(sound: Path) -> None:
    without = "import sys; sys.modules['pyspark'] = None; from clearbar.cli.main import main; main()"
    program = (sys.executable, "-c", without)
    code, out, err = process("measure", "clearance", sound, "--engine", "spark", program=program)
    assert is_a_sentence(code, out, err) and "pip install 'clearbar[spark]'" in err, err


def test_pyspark_is_loaded_only_for_those_who_ask_for_it(sound: Path) -> None:
    asked = f"import sys, clearbar; clearbar.measure('clearance', {str(sound)!r}); print('pyspark' in sys.modules)"
    assert process(program=(sys.executable, "-c", asked)) == (0, "False\n", "")


def test_java_that_is_not_there_is_told(spark: str, sound: Path, tmp_path: Path) -> None:
    code, out, err = process("measure", "clearance", sound, "--engine", spark, JAVA_HOME=str(tmp_path))
    assert is_a_sentence(code, out, err) and "needs Java 17" in err, err


def test_a_remote_spark_that_cannot_be_reached_is_told(spark: str, sound: Path) -> None:
    code, out, err = process("measure", "clearance", sound, "--engine", spark, SPARK_REMOTE="sc://127.0.0.1:1")
    assert is_a_sentence(code, out, err) and "Spark" in err, err


def child_of(process: subprocess.Popen[str]) -> int | None:
    """The Java of a command, by what the system knows of its children."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return next((int(one) for one in found if "java" in Path(f"/proc/{one}/cmdline").read_text()), None)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc to find Java in")
@pytest.mark.parametrize("pause", [0.0, 1.5], ids=["starting", "counting"])
def test_java_that_is_killed_is_told(spark: str, evidence: Path, tmp_path: Path, pause: float) -> None:
    """Killed once Spark has begun to keep files of its own, and somewhat later, while it counts."""
    before, room = tree(evidence), tmp_path / "room"
    room.mkdir()
    asked = [CLEARBAR, "measure", "shrinkage", str(evidence), "--by", "site", "--engine", spark]
    env = {**os.environ, "TMPDIR": str(room)}
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as running:
        ends = time.monotonic() + 60
        while not list(room.glob("clearbar-*/blockmgr-*")) and time.monotonic() < ends:
            time.sleep(0.02)
        time.sleep(pause)
        java = child_of(running)
        assert java
        os.kill(java, signal.SIGKILL)
        out, err = running.communicate(timeout=60)
    assert is_a_sentence(running.returncode, out, err) and "Spark" in err, err
    assert tree(evidence) == before


RESTARTED = """
import sys
from pathlib import Path
from clearbar.engines import Evidence, Spark
from clearbar.model.errors import EngineFault
from clearbar.model.question import Query
count = Query("select count(*) as n from ratings", (), ("n",))
first, second = (Spark(Evidence(Path(sys.argv[1]))) for _ in range(2))
first._session._sc._gateway.proc.kill()
for engine in (first, second):
    try:
        engine.run(count)
    except EngineFault as fault:
        print(fault)
    engine.close()
third = Spark(Evidence(Path(sys.argv[1])))
print(third.run(count)["n"].tolist(), third._session._sc.master)
third.close()
"""


@pytest.mark.slow
def test_spark_that_has_ended_is_started_anew_and_settings_of_the_user_count(
    spark: str, sound: Path, tmp_path: Path
) -> None:
    env = configured(tmp_path / "conf", master="local[1]")
    code, out, err = process(sound, program=(sys.executable, "-c", RESTARTED), **env)
    assert (code, err) == (0, ""), err
    first, second, third = out.splitlines()
    assert "Spark ended while it was counting" in first and first == second
    assert third == f"[{len(rows())}] local[1]"


# What is said, and what is not


@pytest.mark.slow
def test_spark_says_nothing_but_the_answer_and_leaves_nothing(spark: str, sound: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    asked = ("measure", "clearance", str(sound), "--by", "standard")
    there = os.environ | {"TMPDIR": str(tmp_path / "here")}
    done = subprocess.run(
        [CLEARBAR, *asked, "--engine", spark],
        cwd=tmp_path / "here",
        env=there,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == process(*asked)[1] and "warm" in done.stdout
    assert [path.name for path in (tmp_path / "here").iterdir() if not path.name.startswith("hsperfdata")] == []


@pytest.mark.parametrize("sql", ["select nowhere from ratings where site = 'private'", "select 'private' + from from"])
def test_a_refused_query_shows_its_sql_to_programs_and_not_to_persons(engine: str, sound: Path, sql: str) -> None:
    opened = open_engine(engine, Evidence(sound))
    with pytest.raises(EngineFault, match="refused") as told:
        opened.run(Query(sql + " -- {slice}", (), ("x",)))
    opened.close()
    assert told.value.sql == sql + " -- true"
    assert not any(word in str(told.value) for word in ("\n", "private", "nowhere", *SQL))


def test_a_sum_that_grows_too_large_is_an_error_and_never_another_number(engine: str, tmp_path: Path) -> None:
    folder = keep(tmp_path / "evidence", [row(str(i), millis=2**62) for i in range(3)])
    opened = open_engine(engine, Evidence(folder))
    with pytest.raises(EngineFault, match="refused") as told:
        opened.run(Query("select sum(millis) as total from ratings", (), ("total",)))
    opened.close()
    assert "\n" not in str(told.value)


def test_debugging_shows_the_sql(
    sound: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = replace(question.ROADS["clearance"], query=lambda _: Query("select nowhere", (), ("n",)))
    monkeypatch.setattr(question, "ROADS", {"clearance": broken})
    monkeypatch.delenv("CLEARBAR_DEBUG", raising=False)
    assert is_a_sentence(*_said(sound, capsys))
    monkeypatch.setenv("CLEARBAR_DEBUG", "1")
    assert "select nowhere" in _said(sound, capsys)[2]


def _said(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["measure", "clearance", str(folder)])
    assert isinstance(ended.value.code, int)
    return ended.value.code, *capsys.readouterr()


def test_an_engine_that_nobody_knows_is_told(sound: Path) -> None:
    with pytest.raises(QuestionFault) as told:
        open_engine("sparc", Evidence(sound))
    (fault,) = told.value.faults
    assert (fault.code, fault.hint) == ("CQ007", "known: duckdb, spark")
