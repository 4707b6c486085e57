"""What each stored field is: internal, reported or public. Exports hold to it, and a test names every column."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Privacy(StrEnum):
    """Who may see a field."""

    INTERNAL = "internal"
    """The coordinator and the auditor; a unit what is its own or was said to it.

    A leader sees on the screen what stands beside tasks, entries, requests and units, but no log, users or fillers; the
    files made for him tell only what he has to decide and whom to call.
    """
    REPORTED = "reported"
    """They, the leader, and of a unit's words that unit; made public only by being told in the year-end report."""
    PUBLIC = "public"
    """Anybody: what a published document says."""


class _Columns(NamedTuple):
    """A table's columns by what they are, their names between blanks; `*` for all there are."""

    public: str = ""
    reported: str = ""
    internal: str = ""


_TABLES: Mapping[str, _Columns] = {
    "source_document": _Columns("text", "", "id office file_name format sha256 recorded"),
    "plan": _Columns(
        "code year title issuer issued_on ends_on draft",
        "state",
        "id office source_id extractor_version imported_on confirmed_on",
    ),
    "section": _Columns("title", "", "id plan_id position"),
    "task": _Columns(
        "code kind number section_path title body",
        "tracked",
        "id plan_id section_id position span_start span_end added_on",
    ),
    "task_mark": _Columns("", "mark value on", "id task_id"),
    "task_state_change": _Columns("", "state basis merged_into_id on", "id task_id"),
    "task_origin": _Columns("", "task_id from_task_id on", ""),
    "assignment": _Columns(
        "role phrase from_text",
        "unit_id valid_from valid_to",
        "id task_id position span_start span_end current_entry_id",
    ),
    "deadline": _Columns("phrase kind due period count slot", "provenance reason on", "id task_id span_start span_end"),
    "checkpoint": _Columns(
        "code text sentence kind value unit comparator period whose", "due_source", "id task_id position added_on"
    ),
    "checkpoint_due": _Columns("", "due provenance reason on", "id checkpoint_id position"),
    "checkpoint_owner": _Columns("", "unit_id valid_from valid_to", "id checkpoint_id"),
    "decision": _Columns("", "field decided", "id task_id checkpoint_id read source by on recorded"),
    "revision": _Columns("draft", "", "id plan_id source_id extractor_version items by on recorded"),
    "proposal": _Columns(
        "", "", "id plan_id revision_id task_id item field read proposed state on decided_on decided_by"
    ),
    "unit": _Columns(
        "name kind collective", "valid_from valid_to successor_id", "id office kind_proposed contact phone email"
    ),
    "unit_name": _Columns("name kind", "", "id office unit_id folded"),
    "roster": _Columns("", "collective_id task_id valid_from", "id"),
    "roster_member": _Columns("", "unit_id position", "roster_id"),
    "entry": _Columns(
        "",
        "unit_id period status text problem cause next_step support on",
        "id task_id revision on_behalf carried actor recorded",
    ),
    "figure": _Columns("", "name value part whole unit basis printed", "id entry_id position checkpoint_id from_text"),
    "evidence": _Columns("", "kind value", "id entry_id position"),
    "review": _Columns("", "verdict on", "id entry_id reason actor recorded"),
    "filing_slot": _Columns("", "", "task_id unit_id period current_entry_id accepted_entry_id"),
    "extension_request": _Columns("", "", "id task_id checkpoint_id unit_id due reason return_id actor on recorded"),
    "extension_answer": _Columns("", "", "id request_id approved reason actor on recorded"),
    "form_round": _Columns("", "period return_by", "id plan_id number unit_id actor on recorded"),
    "form": _Columns("", "", "id round_id unit_id code content actor on recorded"),
    "form_return": _Columns("", "", "id form_id sha256 file_name filler signer phone filled_on actor on recorded"),
    "returned_row": _Columns("", "", "entry_id return_id place"),
    "period_close": _Columns("", "period closed kept on", "id plan_id number sha256 reason actor recorded"),
    "reminder": _Columns("", "", "id plan_id unit_id matter channel letter actor on recorded"),
    "history_report": _Columns("year title text", "", "id office number file_name sha256 actor on recorded"),
    "history_figure": _Columns(
        "name printed value measure exact sentence", "", "id report_id position span_start span_end"
    ),
    "audit_event": _Columns(internal="*"),
    "user_account": _Columns(internal="*"),
}


def privacy_of(table: str, column: str) -> Privacy:
    """What a stored field is.

    Raises KeyError for a field of which nobody has said.
    """
    columns = _TABLES[table]
    for privacy, named in zip((Privacy.PUBLIC, Privacy.REPORTED, Privacy.INTERNAL), columns, strict=True):
        if named == "*" or column in named.split():
            return privacy
    raise KeyError(column)


def fields_named() -> list[tuple[str, str]]:
    """Every table and column that is named, as often as it is."""
    return [(table, column) for table, columns in _TABLES.items() for named in columns for column in named.split()]
