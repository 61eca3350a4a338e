"""Shapes of a plot, and how they are written as SVG. Text is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """``unit`` is ``%`` where ``x`` and ``width`` are parts of the plot's width, so that it stretches."""

    x: float
    y: float
    width: float
    height: float
    role: str
    title: str = ""
    unit: Literal["", "%"] = ""

    def svg(self) -> str:
        """Write the element."""
        title = f"<title>{_text(self.title)}</title>" if self.title else ""
        x, width = f"{_number(self.x)}{self.unit}", f"{_number(self.width)}{self.unit}"
        size = f'x="{x}" y="{_number(self.y)}" width="{width}" height="{_number(self.height)}"'
        return f'<rect class="{_text(self.role)}" {size}>{title}</rect>'


@dataclass(frozen=True, slots=True)
class Path:
    """A line through ``points``, or with ``closed`` the area between them."""

    points: tuple[Place, ...]
    role: str
    closed: bool = False

    def svg(self) -> str:
        """Write the element."""
        steps = " L".join(f"{_number(x)} {_number(y)}" for x, y in self.points)
        return f'<path class="{_text(self.role)}" d="M{steps}{"Z" if self.closed else ""}"/>'


@dataclass(frozen=True, slots=True)
class Dot:
    """A marked point."""

    x: float
    y: float
    radius: float
    role: str
    title: str = ""

    def svg(self) -> str:
        """Write the element."""
        title = f"<title>{_text(self.title)}</title>" if self.title else ""
        place = f'cx="{_number(self.x)}" cy="{_number(self.y)}" r="{_number(self.radius)}"'
        return f'<circle class="{_text(self.role)}" {place}>{title}</circle>'


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; ``turned`` runs upwards. ``unit`` as for :class:`Rectangle`."""

    x: float
    y: float
    text: str
    role: str
    anchor: Anchor = "start"
    turned: bool = False
    unit: Literal["", "%"] = ""

    def svg(self) -> str:
        """Write the element."""
        turn = f' transform="rotate(-90 {_number(self.x)} {_number(self.y)})"' if self.turned else ""
        place = f'x="{_number(self.x)}{self.unit}" y="{_number(self.y)}"{turn}'
        return (
            f'<text class="{_text(self.role)}" {place} text-anchor="{self.anchor}">{_text(self.text)}</text>'
        )


Shape = Rectangle | Path | Dot | Label


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot of shapes, back to front. ``stretches``: its width is that of the page, its height is fixed.

    ``title`` and ``description`` say in words what it shows, for those who cannot see it. ``name`` is
    unique in its page.
    """

    name: str
    title: str
    description: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    stretches: bool = False

    def svg(self) -> str:
        """Write the plot; colours are the page's, by role."""
        size = f'width="100%" height="{_number(self.height)}"'
        if not self.stretches:
            size = f'viewBox="0 0 {_number(self.width)} {_number(self.height)}"'
        name = _text(self.name)
        head = f'<svg role="img" aria-labelledby="{name}-title {name}-description" {size}>'
        words = (
            f'<title id="{name}-title">{_text(self.title)}</title>'
            f'<desc id="{name}-description">{_text(self.description)}</desc>'
        )
        return f"{head}{words}{_all(self.shapes)}</svg>"


def _all(shapes: Iterable[Shape]) -> str:
    return "".join(each.svg() for each in shapes)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    """Escape for XML, without the control characters that it cannot hold."""
    return escape("".join(each if each.isprintable() else "\ufffd" for each in text))
