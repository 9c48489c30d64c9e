"""The case on the table: read anew when its files change, and kept in mind when they are lost."""

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock

from detente.case import Case, Package
from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.law import Law
from detente.law.from_case import law_of, open_with_law
from detente.web.reading import file_of, read_package
from detente.web.saving import load
from detente.web.session import Version

MOST_SHOWN = 40  # versions of files that some page may still show
_KEPT = "this page goes on with what was read before"


@dataclass(slots=True)
class Desk:
    """One case folder, its last readable state, and what is the matter with it now."""

    folder: Path
    case: Case
    law: Law
    draws: int
    seed: int
    note: str = ""
    _seen: tuple[tuple[str, int, int], ...] = ()
    _shown: OrderedDict[tuple[str, str], Version] = field(default_factory=OrderedDict, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def refresh(self) -> Case:
        """The case as its folder has it, or as it was last readable, with a note why."""
        with self._lock:
            seen = _files(self.folder)
            if seen == self._seen:
                return self.case
            try:
                self.case = open_with_law(str(self.folder))
                self.law, self.note = law_of(self.folder), ""
            except (DetenteError, OSError) as error:
                first = str(error).splitlines()[0]
                self.note = f"The case cannot be read now: {first}. {_KEPT[0].upper()}{_KEPT[1:]}."
            self._seen = seen
            return self.case

    def version(self, name: str) -> tuple[Version, str]:
        """A package as its file has it now, with the stamp of the file."""
        case = self.refresh()
        if name not in case.packages:
            raise DetenteError(f'no package "{name[:60]}"', nearest(name, case.packages))
        text, stamp = load(self.folder, name)
        known = self._shown.get((name, stamp))
        if known is None:
            document, _ = read_package(case, name, text)
            known = Version(text, document)
            self._remember(name, stamp, known)
        return known, stamp

    def shown(self, name: str, stamp: str) -> tuple[Version, str]:
        """A package as a page had it that was read before, or as it is now."""
        known = self._shown.get((name, stamp))
        return (known, stamp) if known else self.version(name)

    def _remember(self, name: str, stamp: str, version: Version) -> None:
        with self._lock:
            self._shown[name, stamp] = version
            while len(self._shown) > MOST_SHOWN:
                self._shown.popitem(last=False)

    def took(self, name: str, package: Package, version: Version, stamp: str) -> None:
        """A package was written by this server: its file need not be read again."""
        path = self.folder / file_of(name)
        self._remember(name, stamp, version)
        with self._lock:
            packages = dict(sorted({**self.case.packages, name: package}.items()))
            hashes = dict(sorted({**self.case.hashes, file_of(name): stamp}.items()))
            self.case = replace(self.case, packages=packages, hashes=hashes)
            others = (known for known in self._seen if known[0] != str(path))
            with suppress(OSError):
                self._seen = tuple(sorted((*others, _file(path))))

    @property
    def first(self) -> str:
        """The package to open with: the one judged likeliest to be signed, or the first."""
        stated = self.case.world.outlook
        return stated.package if stated else next(iter(self.case.packages))

    @property
    def names(self) -> dict[str, str]:
        """Parties by id."""
        return {name: party.name for name, party in self.case.world.parties.items()}


def open_desk(name: str, draws: int, seed: int) -> Desk:
    """A case opened for work; raises InputError like every command."""
    case = open_with_law(name)
    return Desk(case.folder, case, law_of(case.folder), draws, seed, _seen=_files(case.folder))


def _files(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Every file with its time and size: another tuple, another case; no half-written ones."""
    try:
        there = (path for path in folder.rglob("[!.]*") if path.is_file())
        return tuple(sorted(map(_file, there)))
    except OSError:
        return ()


def _file(path: Path) -> tuple[str, int, int]:
    stat = path.stat()
    return str(path), stat.st_mtime_ns, stat.st_size
