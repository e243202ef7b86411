"""Companies from files: read at once, so that a file that is no good is told at once; written in the background."""

import logging
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from pydantic import ValidationError

from api.access import Caller
from api.errors import NotReadyError
from api.registering import entered
from api.schemas.profiles import ProfileSaid
from recommender.sheets.confined import Limits, confined_sheet
from recommender.sheets.profile_columns import COLUMNS, SYNONYMS, TEXT_COLUMNS
from recommender.sheets.reading import Row, Sheet, is_workbook, sheet_of
from recommender.sheets.values import parse_flag, parse_list, parse_size
from recommender.store import accounts, assignments, companies, imports
from recommender.store.companies import Mark
from recommender.store.imports import Fault, ImportState, Job, RowResult
from recommender.store.nouns import Company, Role
from recommender.store.store import Store
from recommender.store.writer import Transaction
from recommender.taxonomy.regions import country_of, region_of

UPLOAD = Path("The file")
"""What messages call it."""
UNPACKED = 20 * 2**20
"""Bytes that an XLSX may unpack to."""
MOST_ROWS = 10_000
MOST_TEXT = 10 * 2**20
"""Bytes of text that an XLSX may hold: one text may stand in all its cells, though the file has it once."""
COLUMN_OF = {"business_id": "id", "sectors": "sector", "region": "municipality"}
"""Columns of fields whose names differ."""
UNDER_WAY = "Another import is under way; try again when it is done."

log = logging.getLogger(__name__)


class RefusedRow(Exception):  # noqa: N818 - a row, not an error of anybody's
    """A row that cannot be used, and why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


def uploaded(content: bytes) -> Sheet:
    """Read a CSV or XLSX file that was sent.

    Raises
    ------
    SourceError
        If it cannot be read, lacks the columns of names and business ids, or has too many rows.
    """
    if is_workbook(content):
        limits = Limits(unpacked=UNPACKED, rows=MOST_ROWS, text=MOST_TEXT)
        sheet = confined_sheet(UPLOAD, content, SYNONYMS, COLUMNS, limits)
    else:
        sheet = sheet_of(UPLOAD, content, SYNONYMS, most_rows=MOST_ROWS, only=COLUMNS)
    sheet.require(("name",), ("id",))
    return sheet


class Importer:
    """One import at a time: read in a thread of its own, so that no request waits for it, and written in another."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._reading = threading.Lock()
        self._reader = CapacityLimiter(1)
        self._gate = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    async def read(self, content: bytes) -> Sheet:
        """Read a file that was sent, as `uploaded` does, beside the threads that answer.

        Raises
        ------
        NotReadyError
            If another file is being read.
        SourceError
            If it is no good.
        """
        if not self._reading.acquire(blocking=False):
            raise NotReadyError(UNDER_WAY)
        try:
            return await to_thread.run_sync(uploaded, content, limiter=self._reader)
        finally:
            self._reading.release()

    def begin(self, sheet: Sheet, caller: Caller) -> Job:
        """Start to write what was read; return at once.

        Raises
        ------
        NotReadyError
            If another import is under way.
        """
        ignored = tuple(sorted(set(sheet.columns) - set(COLUMNS)))
        with self._gate:
            if self._stopping.is_set() or (self._thread is not None and self._thread.is_alive()):
                raise NotReadyError(UNDER_WAY)
            start = partial(imports.start, total=len(sheet.rows), ignored=ignored, author=caller.id)
            job = caller.write(start)
            self._thread = threading.Thread(target=self._run, args=(job, sheet, caller), name="importer", daemon=True)
            self._thread.start()
        return job

    def close(self) -> None:
        """Stop after the row under way; the job is marked as interrupted."""
        self._stopping.set()
        with self._gate:
            if self._thread is not None:
                self._thread.join()

    def _run(self, job: Job, sheet: Sheet, caller: Caller) -> None:
        state = ImportState.INTERRUPTED
        try:
            for row in sheet.rows:
                if self._stopping.is_set():
                    break
                if not self.store.write(partial(write_row, job_id=job.id, row=row, caller=caller)):
                    log.warning("The import %s stopped, as its account was closed", job.id)
                    break
            else:
                state = ImportState.DONE
            self.store.write(partial(imports.end, job_id=job.id, state=state))
        except Exception:
            log.exception("The import %s stopped", job.id)


def write_row(transaction: Transaction, *, job_id: str, row: Row, caller: Caller) -> bool:
    """Create or update the company of a row, and count it in the same transaction; False where the account is closed.

    The sign-in that the file came with may be over by then.
    """
    if not accounts.is_open(transaction.connection, caller.id):
        return False
    try:
        result = _written(transaction, row, caller)
    except RefusedRow as refused:
        imports.advance(transaction, job_id, result=RowResult.REFUSED, faults=refused.faults)
    else:
        imports.advance(transaction, job_id, result=result)
    return True


def _written(transaction: Transaction, row: Row, caller: Caller) -> RowResult:
    current = companies.by_business_id(transaction.connection, _business_id(row))
    if current is not None and not _may_change(transaction, caller, current):
        raise RefusedRow(Fault(row.line, "id", "Another account looks after the company of this id; ask an admin."))
    profile = _said(row, current).profile()
    sole_trader = parse_flag(row.cells.get("sole_trader", ""))
    if current is None:
        entered(transaction, profile=profile, sole_trader=bool(sole_trader), caller=caller)
        return RowResult.CREATED
    revised = companies.revise(transaction, current.id, profile=profile, expected=current.version, author=caller.id)
    if sole_trader is not None:
        revised = companies.mark(transaction, current.id, as_=Mark.SOLE_TRADER, holds=sole_trader, actor=caller.id)
    return RowResult.UNCHANGED if revised == current else RowResult.UPDATED


def _may_change(transaction: Transaction, caller: Caller, company: Company) -> bool:
    return caller.role is Role.ADMIN or assignments.is_assigned(transaction.connection, company.id, caller.id)


def _business_id(row: Row) -> str:
    found = row.cells["id"]
    if not found:
        raise RefusedRow(
            Fault(row.line, "id", "The business id is empty; write it, so that the company is known again.")
        )
    return found


def _said(row: Row, current: Company | None) -> ProfileSaid:
    """What a row says, over what stands: a blank cell and a missing column say nothing."""
    faults = tuple(_faults(row))
    if faults:
        raise RefusedRow(*faults)
    stands = {} if current is None else ProfileSaid.of(current.profile).model_dump()
    try:
        return ProfileSaid.model_validate(stands | _fields(row.cells))
    except ValidationError as error:
        raise RefusedRow(*(_fault(row.line, found["loc"], found["msg"]) for found in error.errors())) from error


def _fault(line: int, place: tuple[int | str, ...], message: str) -> Fault:
    field = str(place[0]) if place else ""
    return Fault(line, COLUMN_OF.get(field, field), f"{message}.")


def _faults(row: Row) -> Iterator[Fault]:
    """What no field can say of itself; no word of a cell is quoted."""
    cells = row.cells
    if row.surplus:
        yield Fault(row.line, "", "There are more cells than columns; quote cells that hold the separator.")
    for column in COLUMNS:
        if cells.get(column, "").startswith("="):
            yield Fault(row.line, column, "This is a formula; write its value.")
    if cells.get("country") and country_of(cells["country"]) is None:
        yield Fault(row.line, "country", "This is no country; write its two-letter code, such as FI.")
    if cells.get("municipality") and region_of(cells["municipality"]) is None:
        yield Fault(row.line, "municipality", "This is no Finnish municipality; correct it or leave it blank.")
    if cells.get("size") and parse_size(cells["size"]) is None:
        yield Fault(row.line, "size", "This is no size; write micro, small, medium or the number of people.")
    if cells.get("sole_trader") and parse_flag(cells["sole_trader"]) is None:
        yield Fault(row.line, "sole_trader", "This is neither yes nor no; write one of them.")


def _fields(cells: Mapping[str, str]) -> dict[str, object]:
    region = region_of(cells.get("municipality", ""))
    website = cells.get("website", "")
    said: dict[str, object] = {
        "name": " ".join(cells["name"].split()),
        "business_id": cells["id"],
        "country": country_of(cells.get("country", "")) or ("FI" if region else None),
        "region": region,
        "size": parse_size(cells.get("size", "")),
        "sectors": list(parse_list(cells.get("sector", ""))),
        "website": website if not website or "://" in website else f"https://{website}",
        "text": "\n".join(cells[column] for column in TEXT_COLUMNS if cells.get(column)),
        "offers": list(parse_list(cells.get("offers", ""))),
        "needs": list(parse_list(cells.get("needs", ""))),
        "languages": list(parse_list(cells.get("languages", "").casefold().replace(",", ";"))),
    }
    return {name: value for name, value in said.items() if value or name == "name"}
