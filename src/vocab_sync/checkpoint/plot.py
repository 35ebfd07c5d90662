"""The picture of a text embedding, as SVG."""

from __future__ import annotations

from xml.sax.saxutils import escape

from vocab_sync.checkpoint.inspection import Inspection

_SIZE, _MARGIN = 1200, 40
_HEAD = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" font-family="sans-serif">
<style>
circle {{ fill: #999 }} text {{ fill: #777; font-size: 7px }}
.new circle {{ fill: #c22 }} .new text {{ fill: #c22; font-size: 11px; font-weight: bold }}
</style>
<rect width="{_SIZE}" height="{_SIZE}" fill="white"/>
"""


def svg(inspection: Inspection, title: str) -> str:
    """Return a plot of the rows on their first two principal components, every row labelled, new ones red and in front.

    Args:
        inspection: of the embedding.
        title: what stands above.
    """
    xs, ys = zip(*inspection.points, strict=True)
    left, top = min(xs), max(ys)
    extent = max(max(xs) - left, top - min(ys)) or 1.0
    scale = (_SIZE - 2 * _MARGIN) / extent
    new = set(inspection.new)
    groups: dict[bool, list[str]] = {False: [], True: []}
    for row, (name, (x, y)) in enumerate(zip(inspection.symbols, inspection.points, strict=True)):
        at_x, at_y = _MARGIN + (x - left) * scale, _MARGIN + (top - y) * scale
        radius = 3 if row in new else 1.5
        label = escape("".join(sign if sign.isprintable() else "�" for sign in name))
        groups[row in new].append(
            f'<circle cx="{at_x:.1f}" cy="{at_y:.1f}" r="{radius}"/>'
            f'<text x="{at_x + 4:.1f}" y="{at_y + 2.5:.1f}">{label}</text>'
        )
    key = f"{title}: {len(inspection.symbols) - len(new)} old rows grey, {len(new)} new rows red"
    return (
        _HEAD
        + f'<text x="{_MARGIN}" y="24" style="font-size:16px;fill:#000">{escape(key)}</text>\n'
        + "<g>\n"
        + "\n".join(groups[False])
        + '\n</g>\n<g class="new">\n'
        + "\n".join(groups[True])
        + "\n</g>\n</svg>\n"
    )
