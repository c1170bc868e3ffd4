"""A presentation's parts: slides 16:9, native text, native tables; lengths are inches."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from workbench.charts import theme
from workbench.review.words import MINUS

WIDE, HIGH, EDGE, TOP = 13.333, 7.5, 0.6, 1.5
"""A slide's width and height, its margin, and where a table begins."""

INNER = WIDE - 2 * EDGE
_END = HIGH - 0.7
"""Above the line at the foot of a slide."""
LARGE, SMALL = 18, 14
_LETTER, _LINE = 0.54 / 72, 1.22 / 72
"""A letter's usual width and a line's height in inches, of one point of type."""
_BESIDE, _ABOVE = 0.1, 0.05
"""Room within a cell: left and right of its text, above and beneath it."""
_WASH, _PAPER = "#F2F3F6", "#FFFFFF"
_FONT = "Arial"
_LONGEST = 170
_BARE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own «no style, no grid» for tables."""


class Box(NamedTuple):
    """A place on a slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def lengths(self) -> tuple[Any, Any, Any, Any]:
        """The same as the library counts."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


class Columns(NamedTuple):
    """A table's columns: headings, widths, and from where up to where they hold figures."""

    heads: Sequence[str]
    widths: Sequence[float]
    figures: range = range(0)


Line = Sequence[str]
"""One line of a table: a text for each column."""


class Deck:
    """A presentation while it is written."""

    def __init__(self, title: str, footer: str) -> None:
        self._deck: Any = Presentation()
        self._deck.slide_width, self._deck.slide_height = Inches(WIDE), Inches(HIGH)
        self._deck.core_properties.title, self._deck.core_properties.author = title, ""
        self._footer = footer

    def save(self) -> bytes:
        """Return the file."""
        out = io.BytesIO()
        self._deck.save(out)
        return out.getvalue()

    def slide(self, title: str, size: int = 26, height: float = 1.0) -> Any:
        """Begin a slide with its message."""
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[5])
        head = slide.shapes.title
        place = Box(EDGE, 0.45, INNER, height)
        head.left, head.top, head.width, head.height = place.lengths
        head.text_frame.word_wrap = True
        head.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        fill(head.text_frame, [short(title, 220)], size=size, bold=True)
        footer = f"{len(self._deck.slides)} · {self._footer}"
        text(slide, Box(EDGE, HIGH - 0.5, INNER, 0.35), [footer], size=11, ink=theme.QUIET)
        return slide

    def table(
        self,
        title: str,
        columns: Columns,
        lines: Sequence[Line],
        *,
        below: Sequence[str] = (),
        total: bool = False,
    ) -> None:
        """Put a table on as many slides as it needs, large where one is enough.

        ``below`` is said under its end; ``total`` says that the last line is one.
        """
        large = len(pages(columns, lines, LARGE)) == 1
        size = LARGE if large else SMALL
        parts = pages(columns, lines, size)
        for number, part in enumerate(parts, 1):
            slide, last = self.slide(title), number == len(parts)
            end = table(slide, columns, part, size, total=total and last)
            if below and last:
                place = Box(EDGE, end + 0.1, INNER, 0.4)
                text(slide, place, below, size=SMALL - 2, ink=theme.QUIET)


def text(
    slide: Any,
    place: Box,
    lines: Sequence[str],
    *,
    size: int,
    bold: bool = False,
    ink: str = theme.INK,
) -> None:
    """Write lines, a paragraph each."""
    box = slide.shapes.add_textbox(*place.lengths)
    box.text_frame.word_wrap = True
    fill(box.text_frame, lines, size=size, bold=bold, ink=ink)


def picture(slide: Any, png: bytes, place: Box, described: str) -> None:
    """Put a picture into the middle of a place, as large as it fits."""
    shape = slide.shapes.add_picture(io.BytesIO(png), 0, 0)
    left, top, width, height = (int(length) for length in place.lengths)
    growth = min(width / shape.width, height / shape.height)
    shape.width, shape.height = int(shape.width * growth), int(shape.height * growth)
    shape.left, shape.top = left + (width - shape.width) // 2, top
    shape._element.nvPicPr.cNvPr.set("descr", described)  # noqa: SLF001 - pptx has no other way


def lines_of(said: str, width: float, size: int) -> int:
    """Return how many lines a text takes, as far as can be told without the letters' widths.

    Examples
    --------
    >>> lines_of("Alder & Sons", 3.0, 14), lines_of("Alder & Sons " * 6, 3.0, 14)
    (1, 3)
    """
    fit = max(1, int((width - 2 * _BESIDE) / (_LETTER * size)))
    return max(1, -(-len(said) // fit))


def pages(columns: Columns, lines: Iterable[Line], size: int) -> list[list[Line]]:
    """Return lines as they fit under their heading, a list per slide; at least one."""
    found: list[list[Line]] = [[]]
    end = TOP + _height(columns, columns.heads, size)
    for line in lines:
        end += _height(columns, line, size)
        if end > _END and found[-1]:
            found.append([])
            end = TOP + _height(columns, columns.heads, size) + _height(columns, line, size)
        found[-1].append(line)
    return found


def table(
    slide: Any, columns: Columns, lines: Iterable[Line], size: int, *, total: bool = False
) -> float:
    """Add a native table, its last line a ``total``; return where it ends."""
    rows = [columns.heads, *lines]
    heights = [_height(columns, row, size) for row in rows]
    place = Box(EDGE, TOP, sum(columns.widths), sum(heights))
    shape = slide.shapes.add_table(len(rows), len(columns.heads), *place.lengths)
    shape._element.graphic.graphicData.tbl[0][-1].text = _BARE  # noqa: SLF001 - pptx has no other way
    for column, width in enumerate(columns.widths):
        shape.table.columns[column].width = Inches(width)
    for at, line in enumerate(rows):
        shape.table.rows[at].height = Inches(heights[at])
        for column, said in enumerate(line):
            cell = shape.table.cell(at, column)
            figure, last = column in columns.figures, total and at == len(rows) - 1
            loss = figure and at > 0 and said.startswith(MINUS)
            ink = theme.QUIET if at == 0 else theme.LOSS if loss else theme.INK
            kept = [short(said, _LONGEST)]
            fill(cell.text_frame, kept, size=size - 2 * (at == 0), bold=last, ink=ink)
            _dress(cell, _WASH if at == 0 else _PAPER)
            if figure:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    return place.top + place.height


def _height(columns: Columns, line: Line, size: int) -> float:
    """Return how high a line of a table is."""
    most = max(
        lines_of(short(said, _LONGEST), width, size)
        for said, width in zip(line, columns.widths, strict=True)
    )
    return most * _LINE * size + 2 * _ABOVE + (size - SMALL) * 0.01


def _dress(cell: Any, ground: str) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = _colour(ground)
    cell.margin_top = cell.margin_bottom = Inches(_ABOVE)
    cell.margin_left = cell.margin_right = Inches(_BESIDE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _line_below(cell)


def fill(
    frame: Any, lines: Sequence[str], *, size: int, bold: bool = False, ink: str = theme.INK
) -> None:
    """Put lines into a frame of text, a paragraph each."""
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(6 if len(lines) > 1 else 0)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, _FONT
        run.font.color.rgb = _colour(ink)


def _line_below(cell: Any) -> None:
    """Draw a hairline under a cell, for which pptx has no word."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - see above
    line = properties.makeelement(qn("a:lnB"), {"w": "9525"})
    colour = line.makeelement(qn("a:solidFill"), {})
    colour.append(colour.makeelement(qn("a:srgbClr"), {"val": theme.LINE.removeprefix("#")}))
    line.append(colour)
    properties.insert(0, line)


def _colour(code: str) -> Any:
    colours: Any = RGBColor  # which says no types
    return colours.from_string(code.removeprefix("#"))


def short(said: str, most: int) -> str:
    """Shorten a text that has no room.

    Examples
    --------
    >>> short("Alder & Sons", 40), short("Alder & Sons", 7)
    ('Alder & Sons', 'Alder…')
    """
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"
