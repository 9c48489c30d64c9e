"""Reads a case folder, and says everything that is wrong with it at once."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from detente.case.dimension import Kind, in_own_unit, misfit
from detente.case.document import Document, read_rows, read_text, read_yaml
from detente.case.estimates import used_estimates
from detente.case.ground import Ground
from detente.case.hints import misspelt, nearest, refused, refused_row, show
from detente.case.inputs import inputs
from detente.case.ledger import Assets, Claims
from detente.case.lexicon import Lexicon, lexicon_of
from detente.case.links import unresolved
from detente.case.model import Case, Remark
from detente.case.notes import left_behind, notes
from detente.case.package import PACKAGE_FORMAT, Package
from detente.case.rows import DeedRow, EstimateRow, HoldingRow, RungRow, StatementHead
from detente.case.statement import take_apart
from detente.case.world import CASE_FORMAT, World
from detente.errors import InputError, Place, Problem, shortened

Model = TypeVar("Model", bound=BaseModel)
Found = TypeVar("Found")
LEFT_BEHIND = ("~$", ".", "#")  # how locks and drafts of editors begin
_SHOWN = "detente new shows how"


def shipped_cases() -> Mapping[str, Path]:
    """Cases that come with detente, by name."""
    return {path.name: path for path in _shipped("*/case.yaml")}


def shipped_episodes() -> Mapping[str, Path]:
    """Small cases of past relief that come with detente, by name such as episodes/haiti-1993."""
    return {f"episodes/{path.name}": path for path in _shipped("episodes/*/case.yaml")}


def _shipped(pattern: str) -> list[Path]:
    package = Path(str(files("detente")))
    for folder in (package / "_cases", package.parent.parent / "cases"):
        if folder.is_dir():
            return sorted(path.parent for path in folder.glob(pattern))
    return []


def find_case(name: str) -> Path:
    """The folder of a case, given as a path or as the name of one that ships."""
    folder, shipped = Path(name), {**shipped_cases(), **shipped_episodes()}
    try:
        if name and folder.is_dir():
            return folder
    except (OSError, ValueError) as error:  # too long a name, or one no system has
        told = getattr(error, "strerror", None) or error
        remedy = "give a case folder, or the name of one that ships"
        raise InputError([Problem(Place(shortened(name)), f"no folder ({told})", remedy)]) from None
    if name in shipped:
        return shipped[name]
    if folder.is_file():
        problem = Problem(Place(name), "is a file, not a case", "give the folder that it is in")
    else:
        reason = "no such folder, and no case of that name ships"
        problem = Problem(Place(name or '""'), reason, nearest(name, shipped))
    raise InputError([problem])


def open_case(name: str) -> Case:
    """A case, read and checked; raises InputError with every problem found."""
    reading = _Reading(find_case(name))
    case = reading.case()
    if case is None or reading.problems:
        raise InputError(reading.problems)
    return case


@dataclass(slots=True)
class _Reading:
    """A folder while it is read: problems pile up, so that all can be told at once."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  # names whose own clause was refused
    unread: set[str] = field(default_factory=set)  # files that could not be read at all
    lexicon: Lexicon = field(default_factory=Lexicon)

    def case(self) -> Case | None:
        world = self.yaml("case.yaml", World, CASE_FORMAT)
        packages = self.packages()
        estimates = self.rows("estimates.csv", EstimateRow)
        remarks = tuple(self.remarks())
        deeds = tuple(self.rows("deeds.csv", DeedRow))
        holdings = [] if self.bare("portfolio.csv") else self.rows("portfolio.csv", HoldingRow)
        rungs = tuple(row for row, _ in self.rows("ladder.csv", RungRow))
        assets = self.yaml("assets.yaml", Assets, "detente/assets/1", needed=False)
        claims = self.yaml("claims.yaml", Claims, "detente/claims/1", needed=False)
        for path in self.listed("law", "*.yaml"):  # read by the law room
            self.hashes[f"law/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
        if world is None or any(not file.startswith("packages/") for file in self.unread):
            return None  # what a lost file declares is not known: don't guess at names
        used = used_estimates((world, assets, *packages.values()))
        world = self.with_estimates(world, estimates, used)
        clauses: dict[str, object] = {"case.yaml": world, "assets.yaml": assets}
        clauses |= {f"packages/{name}.yaml": package for name, package in packages.items()}
        table = {row.id: (world.estimates[row.id], place) for row, place in estimates}
        case = Case(
            folder=self.folder,
            world=world,
            packages=packages,
            remarks=remarks,
            deeds=deeds,
            assets=assets.assets if assets else (),
            risk_free=assets.risk_free if assets else 0.0,
            holdings=tuple(row for row, _ in holdings),
            claims=claims.claims if claims else (),
            hashes=dict(sorted(self.hashes.items())),
            inputs=inputs(clauses, self.place, table),
            minerals=assets.minerals if assets else None,
            ladder=rungs,
            lexicon=self.lexicon,
            asset_places={
                asset.id: self.place("assets.yaml", ("assets", at))
                for at, asset in enumerate(assets.assets if assets else ())
            },
        )
        places = {name: place for name, (_, place) in table.items()}
        ground = Ground(self.place, frozenset(self.refused), places)
        self.problems += unresolved(case, ground, [place for _, place in holdings])
        return replace(case, notes=(*left_behind(self.locks()), *notes(case, ground)))

    def locks(self) -> list[str]:
        """What Excel and its like keep beside a file that is open."""
        found = (path for path in self.folder.rglob("~$*") if path.is_file())
        return sorted(str(path.relative_to(self.folder)) for path in found)

    def packages(self) -> dict[str, Package]:
        found: dict[str, Package] = {}
        for path in self.listed("packages", "*.yaml"):
            file = f"packages/{path.name}"
            self.refused.add(path.stem)
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", path.stem):
                remedy = "use letters, digits, dash and underscore"
                self.complain(file, f'"{path.stem}" is no name for a package', remedy)
            package = self.yaml(file, Package, PACKAGE_FORMAT)
            if package is not None:
                found[path.stem] = package
        for folder in ("packages", "law"):
            for path in self.listed(folder, "*.yml"):
                self.complain(f"{folder}/{path.name}", "is not read", f"name it {path.stem}.yaml")
        if not self.refused:
            self.complain("packages", "holds no package", f"write one: {_SHOWN}")
        return found

    def listed(self, folder: str, pattern: str) -> list[Path]:
        """Files of a folder in order; what programs leave beside an open file is passed over."""
        found = sorted((self.folder / folder).glob(pattern))
        return [path for path in found if not path.name.startswith(LEFT_BEHIND)]

    def complain(self, file: str, reason: str, remedy: str) -> None:
        self.problems.append(Problem(Place(file), reason, remedy))

    def place(self, file: str, path: Sequence[str | int]) -> Place:
        document = self.documents.get(file)
        return document.place(path) if document else Place(file)

    def attempt(self, file: str, read: Callable[[Path, str], Found | None]) -> Found | None:
        """What `read` makes of a file; what it refuses is added to the problems."""
        path = self.folder / file
        try:
            found = read(path, file)
            self.hashes[file] = hashlib.sha256(path.read_bytes()).hexdigest()
        except InputError as error:
            self.problems += error.problems
        except OSError as error:
            self.complain(file, f"cannot be read ({error.strerror})", "check its permissions")
        else:
            return found
        self.unread.add(file)
        return None

    def yaml(
        self, file: str, model: type[Model], form: str, *, needed: bool = True
    ) -> Model | None:
        path = self.folder / file
        if not path.exists() or (not needed and self.bare(file)):
            if needed:
                self.complain(file, "is missing", f"every case has one: {_SHOWN}")
            return None

        def read(path: Path, file: str) -> Model | None:
            document = read_yaml(path, file)
            if file == "case.yaml":
                self.lexicon = lexicon_of(document.data)
            document = replace(document, names=self.lexicon.written(document.data))
            self.documents[file] = document
            return self.model_of(document, model, form)

        return self.attempt(file, read)

    def model_of(self, document: Document, model: type[Model], form: str) -> Model | None:
        data, place = document.data, document.place(["format"])
        if not isinstance(data, dict):
            reason = "is empty" if data is None else "is no mapping"
            raise InputError([Problem(place, reason, f"begin it with format: {form}")])
        if data.get("format") != form:
            given = data.get("format")
            reason = f"format is {show(given)}" if given is not None else 'lacks "format"'
            raise InputError([Problem(place, reason, f"this version reads format: {form}")])
        try:
            return model.model_validate(data, context=self.lexicon)
        except ValidationError as error:
            self.refused |= _ids(data)
            self.problems += refused(document, error, model)
            return None

    def bare(self, file: str) -> bool:
        """Whether a file that a case can do without holds nothing: as if it were not there."""
        path = self.folder / file
        return path.is_file() and path.stat().st_size == 0

    def rows(self, file: str, model: type[Model]) -> list[tuple[Model, Place]]:
        kept: list[tuple[Model, Place]] = []
        if not (self.folder / file).exists():
            return kept

        def read(path: Path, file: str) -> None:
            for line, row in read_rows(path, file, lambda head: _check_head(head, file, model)):
                try:
                    kept.append(
                        (model.model_validate(row, context=self.lexicon), Place(file, line))
                    )
                except ValidationError as error:
                    self.refused |= {file, *_ids(row)}
                    if any("\t" in cell for cell in row.values()):
                        reason, remedy = "has tabs for commas", "separate its cells with commas"
                        self.problems.append(Problem(Place(file, line), reason, remedy))
                    else:
                        self.problems += refused_row(file, line, error)

        self.attempt(file, read)
        return kept

    def with_estimates(
        self,
        world: World,
        rows: list[tuple[EstimateRow, Place]],
        used: Mapping[str, set[Kind | None]],
    ) -> World:
        """Rows of the table join the numbers of `case.yaml`; what is used is brought to EUR bn."""
        named, places = dict(world.estimates), dict[str, Place]()
        for row, place in rows:
            if row.id in named:
                reason = f'estimate "{row.id}" is given twice'
                self.problems.append(Problem(place, reason, "keep one of them"))
                self.refused.add(row.id)
            named.setdefault(row.id, row.quantity)
            places[row.id] = place
        for name, quantity in named.items():
            if any(kind is None or not misfit(quantity.unit, kind) for kind in used.get(name, ())):
                try:
                    named[name] = in_own_unit(quantity, self.lexicon.rates)
                except ValueError as error:
                    reason, _, remedy = str(error).partition("; ")
                    self.refused.add(name)
                    at = places.get(name) or self.place("case.yaml", ("estimates", name))
                    self.problems.append(Problem(at, f'estimate "{name}": {reason}', remedy))
        return world.model_copy(update={"estimates": named})

    def remarks(self) -> list[Remark]:
        files = [f"record/{path.name}" for path in self.listed("record", "*.md")]
        found = [self.attempt(file, self.remark) for file in files]
        return [remark for remark in found if remark is not None]

    def remark(self, path: Path, file: str) -> Remark | None:
        sheet = take_apart(read_text(path, file), file)
        try:
            head = StatementHead.model_validate(sheet.head.data, context=self.lexicon)
        except ValidationError as error:
            self.refused |= _ids(sheet.head.data)
            self.problems += refused(sheet.head, error, StatementHead)
            return None
        place = sheet.head.place(["id"])
        return Remark(head, sheet.question, sheet.quote, sheet.sense, place)


def _ids(data: object) -> set[str]:
    """Names that refused data declares, so that nobody is told that they are missing."""
    if isinstance(data, list):
        return set().union(*map(_ids, data))
    if not isinstance(data, dict):
        return set()
    own = {str(data["id"])} if "id" in data else set()
    return own.union(*map(_ids, data.values()))


def _lenient(model: type[BaseModel]) -> bool:
    """Whether columns that a table does not know are left alone."""
    return model.model_config.get("extra") == "ignore"


def _check_head(head: Sequence[str], file: str, model: type[BaseModel]) -> None:
    """The first line of a table names columns that the model has, and all that it needs."""
    place, columns = Place(file, 1), model.model_fields
    needed = [name for name, column in columns.items() if column.is_required()]
    if not head:
        raise InputError([Problem(place, "is empty", f"begin it with {','.join(needed)}")])
    if any("\t" in name for name in head):
        raise InputError([Problem(place, "has tabs for commas", "save it with commas")])
    if ";" in head[0]:
        raise InputError([Problem(place, "has semicolons for commas", "save it with commas")])
    problems = [
        Problem(place, f'unknown column "{name}"', nearest(name, columns))
        for name in head
        if name not in columns and (not _lenient(model) or misspelt(name, columns))
    ]
    problems += [
        Problem(place, f'lacks the column "{name}"', "add it")
        for name in needed
        if name not in head
    ]
    if problems:
        raise InputError(problems)
