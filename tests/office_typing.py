"""LibreOffice as a person uses it: opens a workbook, types into cells, saves it as xlsx."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Forms"/></library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Forms" script:language="StarBasic">
"""
# EnterString is what the keyboard calls: a locked cell stays as it is, and a cell's format decides what a text becomes.
_MACRO = """
Sub TypeIn
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden"
  unseen(0).Value = True
  doc = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, unseen())
{lines}
  Dim kept(0) As New com.sun.star.beans.PropertyValue
  kept(0).Name = "FilterName"
  kept(0).Value = "Calc MS Excel 2007 XML"
  doc.storeToURL("{target}", kept())
  doc.close(True)
End Sub
Sub Enter(doc, sheet, cell, text)
  doc.CurrentController.setActiveSheet(doc.Sheets.getByName(sheet))
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  Dim where(0) As New com.sun.star.beans.PropertyValue
  where(0).Name = "ToPoint"
  where(0).Value = cell
  helper.executeDispatch(doc.CurrentController.Frame, ".uno:GoToCell", "", 0, where())
  Dim what(0) As New com.sun.star.beans.PropertyValue
  what(0).Name = "StringName"
  what(0).Value = text
  helper.executeDispatch(doc.CurrentController.Frame, ".uno:EnterString", "", 0, what())
End Sub
"""


def typed_in_office(folder: Path, data: bytes, cells: Sequence[tuple[str, str, str]]) -> bytes:
    """The workbook after somebody has typed into its cells, given as sheet, cell and text, and saved it.

    Only one of them may be locked: headless, the second warning brings LibreOffice down.
    Without LibreOffice the test is skipped, or fails in the full run.
    """
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("PLANNER_TEST_FULL") == "1":
            pytest.fail("LibreOffice (soffice) is missing, and the full run asks for it")
        pytest.skip("LibreOffice (soffice) is not installed")
    source, target, profile = folder / "sent.xlsx", folder / "typed.xlsx", folder / "profile"
    source.write_bytes(data)
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    _run([*command, "--terminate_after_init"])  # makes the profile; it would write over macros laid there before
    macros = profile / "user" / "basic" / "Standard"
    lines = "\n".join(f"  Enter doc, {', '.join(map(_quoted, cell))}" for cell in cells)
    macro = _MACRO.format(source=source.as_uri(), target=target.as_uri(), lines=lines)
    (macros / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (macros / "Forms.xba").write_text(f"{_MODULE}{escape(macro)}</script:module>", encoding="utf-8")
    _run([*command, "macro:///Standard.Forms.TypeIn"])
    return target.read_bytes()


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def _quoted(text: str) -> str:
    """A Basic string on one line."""
    return '"' + text.replace('"', '""') + '"'
