"""The parser's process: one task in as JSON, one answer out as JSON, within limits of its own.

It is given bytes and a folder to put them into, and holds no handle to the database. The limits come
before anything large is imported, and a mistake here ends this process only.
"""

import base64
import json
import os
import sys
from pathlib import Path
from typing import Any

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 30
MOST_WRITTEN = 64 * 1024 * 1024

Json = dict[str, Any]


def main() -> None:
    """Answer one task."""
    _limit()
    task = json.load(sys.stdin.buffer)
    try:
        answer = _answer(task)
    except (MemoryError, RecursionError):
        answer = {"fault": _too_hard()}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to tidy, and a large tree of objects takes long to take apart


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - not there on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(task: Json) -> Json:
    from exsched.service.bundle import Fault  # noqa: PLC0415 - after the limits

    try:
        return _programme(task) if task["task"] == "programme" else _schedule(task)
    except Fault as fault:
        found = {"status": fault.status, "code": fault.code, "sentence": fault.sentence, "hint": fault.hint}
        return {"fault": found}


def _programme(task: Json) -> Json:
    from exsched.intake import lint, load_joined  # noqa: PLC0415
    from exsched.intake.normal_form import write_problem  # noqa: PLC0415

    folder = Path(task["folder"]) / "bundle"
    folder.mkdir()
    _write(folder, _files(task))
    submissions = {nation: _bytes(text) for nation, text in task["submissions"].items()}
    loaded = load_joined(folder, submissions, task["names"])
    found = list(loaded.diagnostics)
    if loaded.problem is not None:
        found += [one for one in lint(loaded.problem) if one not in found]
    return {
        "normal": _text(write_problem(loaded.problem)) if loaded.problem else None,
        "input_hash": loaded.problem.input_hash if loaded.problem else "",
        "diagnostics": [one.as_json() | {"refusal": one.refusal} for one in found],
        "counts": _counts(loaded.problem) if loaded.problem else {},
        "programme": loaded.problem.programme.programme.id if loaded.problem else None,
        "title": loaded.problem.programme.programme.title if loaded.problem else None,
        "nations": sorted(loaded.problem.programme.nations) if loaded.problem else [],
    }


def _counts(problem: Any) -> dict[str, int]:
    facts = problem.programme
    sections = ("exercises", "nations", "forces", "venues")
    return {section: len(getattr(facts, section)) for section in sections} | {
        "rules": sum(not said.fact for said in problem.statements),
        "facts": sum(said.fact for said in problem.statements),
        "tiers": len(problem.tiers),
    }


def _schedule(task: Json) -> Json:
    from exsched.intake import read_schedule  # noqa: PLC0415
    from exsched.intake.normal_form import read_problem  # noqa: PLC0415

    problem = read_problem(_bytes(task["normal"]))
    path = Path(task["folder"]) / task["name"]
    path.write_bytes(_bytes(task["content"]))
    schedule, found = read_schedule(path, problem)
    return {
        "schedule": schedule.model_dump(mode="json") if schedule else None,
        "diagnostics": [one.as_json() | {"refusal": one.refusal} for one in found],
    }


def _files(task: Json) -> dict[str, bytes]:
    from exsched.service.bundle import unpacked  # noqa: PLC0415

    if "files" in task:
        return {name: _bytes(text) for name, text in task["files"].items()}
    return unpacked(_bytes(task["bundle"]), task["media_type"])


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _too_hard() -> Json:
    return {
        "status": 413,
        "code": "too_hard_to_read",
        "sentence": f"reading needs more than {MEMORY // 2**20} MB of memory or goes too deep",
        "hint": "split the programme into several smaller ones",
    }


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


if __name__ == "__main__":
    main()
