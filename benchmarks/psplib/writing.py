"""Write an instance as PSPLIB does."""

from collections.abc import Iterator

from benchmarks.psplib.instance import Instance

_LINE = "*" * 72


def text(instance: Instance) -> str:
    """The file, `.sm` or `.mm` by the number of modes."""
    return (
        "\n".join([*_head(instance), *_precedence(instance), *_requests(instance), *_levels(instance)]) + "\n"
    )


def _head(instance: Instance) -> Iterator[str]:
    yield _LINE
    yield f"file with basedata            : {instance.made or instance.name}"
    yield "initial value random generator: 0"
    yield _LINE
    yield "projects                      :  1"
    yield f"jobs (incl. supersource/sink ):  {len(instance.activities)}"
    yield f"horizon                       :  {instance.longest}"
    yield "RESOURCES"
    yield f"  - renewable                 :  {len(instance.renewable)}   R"
    yield f"  - nonrenewable              :  {len(instance.nonrenewable)}   N"
    yield "  - doubly constrained        :  0   D"
    yield _LINE


def _precedence(instance: Instance) -> Iterator[str]:
    yield "PRECEDENCE RELATIONS:"
    yield "jobnr.    #modes  #successors   successors"
    for job in instance.activities:
        after = "  ".join(map(str, job.followers))
        yield f"{job.number:>4}{len(job.modes):>9}{len(job.followers):>13}        {after}".rstrip()
    yield _LINE


def _names(instance: Instance) -> str:
    renewable = [f"R {n}" for n in range(1, len(instance.renewable) + 1)]
    return "  ".join(renewable + [f"N {n}" for n in range(1, len(instance.nonrenewable) + 1)])


def _requests(instance: Instance) -> Iterator[str]:
    yield "REQUESTS/DURATIONS:"
    yield f"jobnr. mode duration  {_names(instance)}"
    yield "-" * 72
    for job in instance.activities:
        for number, mode in enumerate(job.modes, 1):
            first = f"{job.number:>4}" if number == 1 else "    "
            needs = "".join(f"{units:>5}" for units in (*mode.renewable, *mode.nonrenewable))
            yield f"{first}{number:>6}{mode.days:>6}   {needs}"
    yield _LINE


def _levels(instance: Instance) -> Iterator[str]:
    yield "RESOURCEAVAILABILITIES:"
    yield f"  {_names(instance)}"
    yield "".join(f"{units:>5}" for units in (*instance.renewable, *instance.nonrenewable))
    yield _LINE
