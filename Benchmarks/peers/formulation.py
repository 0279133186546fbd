"""A way of asking an engine for a task's answer."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Formulation:
    """A named way; `layout` is the physical order of the table it reads."""

    task: str
    name: str
    layout: str
    run: Callable  # of the engine's session and the rules, to {table: result of the engine}


class Formulations:
    """Those of one engine, gathered by decorating their functions."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Formulation] = {}

    def __call__(self, task: str, layout: str, name: str | None = None) -> Callable:
        def keep(function: Callable) -> Callable:
            title = name or function.__name__.removeprefix(f"{task}_").replace("_", " ")
            self.known[task, title] = Formulation(task, title, layout, function)
            return function
        return keep

    def of(self, task: str) -> list[Formulation]:
        return [known for known in self.known.values() if known.task == task]


#: Physical orders. Within a moment money comes before touches, as the paths task reads them.
LAYOUTS = {
    "arrival": [],
    "customer": ["customer", "moment", "kind DESC", "number"],
    "kind": ["kind", "customer", "moment", "number"],
}
