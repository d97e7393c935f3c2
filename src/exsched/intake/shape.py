"""What a model expects where: the known keys at a place, and every field that names something else."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from exsched.domain.names import Ref
from exsched.intake.report import Path

Miss = tuple[Path, str, tuple[str, ...]]
"""Path of a name below its entity, the name, and the kinds of thing that it may name."""
Known = Mapping[str, "frozenset[str] | Mapping[str, Any]"]
EVERYTHING: Known = defaultdict(frozenset)
"""Nothing is known: `misses` then finds every name that a model gives."""
_Finder = Callable[[Any, Known], Iterable[Miss]]


@cache
def hints(model: type[BaseModel]) -> dict[str, Any]:
    """The annotated type of each field."""
    found = get_type_hints(model, include_extras=True)
    return {name: found[name] for name in model.model_fields}


def bare(annotation: Any) -> Any:
    """The type without its metadata."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation


def alternatives(annotation: Any) -> list[Any]:
    """The members of a union, or the type itself; None is left out."""
    annotation = bare(annotation)
    if get_origin(annotation) in {Union, UnionType}:
        return [kind for member in get_args(annotation) for kind in alternatives(member)]
    return [] if annotation is type(None) else [annotation]


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that may be written at a path inside a model."""
    kinds: list[Any] = [model]
    for part in path:
        kinds = [inner for kind in kinds for inner in _inside(kind, part)] or kinds
    return tuple(name for kind in kinds if is_model(kind) for name in kind.model_fields)


def is_model(kind: Any) -> bool:
    """Whether a type is a model with named fields."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inside(kind: Any, part: str | int) -> list[Any]:
    if is_model(kind):
        return alternatives(hints(kind)[str(part)]) if part in kind.model_fields else []
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return alternatives(arguments[1])
    return alternatives(arguments[0]) if arguments and isinstance(part, int) else []


def misses(model: BaseModel, known: Known) -> Iterable[Miss]:
    """Every name in a model that names nothing known."""
    finder = _finder(type(model))
    return finder(model, known) if finder else ()


@cache
def _finder(annotation: Any) -> _Finder | None:
    """What finds the names in values of a type, made once for each type; None when it holds none."""
    if get_origin(annotation) is Annotated:
        marked = [data for data in get_args(annotation)[1:] if isinstance(data, Ref)]
        return _name_finder(marked[0].kinds) if marked else _finder(get_args(annotation)[0])
    annotation = bare(annotation)
    if is_model(annotation):
        return _model_finder(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return _first(_finder(member) for member in arguments)
    if origin is dict:
        return _mapping_finder(_finder(arguments[0]), _finder(arguments[1]))
    if origin in {tuple, list, frozenset}:
        inner = _first(_finder(member) for member in arguments if member is not ...)
        return _list_finder(inner) if inner else None
    return None


def _first(finders: Iterable[_Finder | None]) -> _Finder | None:
    return next((finder for finder in finders if finder), None)


def _name_finder(kinds: tuple[str, ...]) -> _Finder:
    def find(value: Any, known: Known) -> Iterable[Miss]:
        if (
            not isinstance(value, str)
            or isinstance(value, Enum)
            or any(value in known[kind] for kind in kinds)
        ):
            return ()
        return (((), value, kinds),)

    return find


def _model_finder(model: type[BaseModel]) -> _Finder | None:
    fields = [(name, finder) for name, hint in hints(model).items() if (finder := _finder(hint))]
    if not fields:
        return None

    def find(value: Any, known: Known) -> Iterator[Miss]:
        if not isinstance(value, BaseModel):
            return
        for name, finder in fields:
            inner = getattr(value, name)
            if inner is not None:
                for path, miss, kinds in finder(inner, known):
                    yield (name, *path), miss, kinds

    return find


def _mapping_finder(keys: _Finder | None, values: _Finder | None) -> _Finder | None:
    if not (keys or values):
        return None

    def find(value: Any, known: Known) -> Iterator[Miss]:
        for key, inner in value.items() if isinstance(value, dict) else ():
            for _, miss, kinds in keys(key, known) if keys else ():
                yield (key,), miss, kinds
            for path, miss, kinds in values(inner, known) if values else ():
                yield (key, *path), miss, kinds

    return find


def _list_finder(inner: _Finder) -> _Finder:
    def find(value: Any, known: Known) -> Iterator[Miss]:
        for n, item in enumerate(value) if isinstance(value, tuple | list | frozenset) else ():
            for path, miss, kinds in inner(item, known):
                yield (n, *path), miss, kinds

    return find
