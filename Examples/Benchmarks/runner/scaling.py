"""Cost against size: slopes of straight lines through the logarithms, and the figure."""
import math
from statistics import median

TITLES = {"d": "parameters d (N = 10⁴, B = 10)", "B": "examples in a minibatch B (N = 10⁴, d = 5)",
          "N": "examples N (d = 5, B = 10)", "chains": "chains (N = 1000, d = 5, B = 10)",
          "steps": "steps (N = 1000, d = 5, B = 10)"}
NAMES = {"fresh": "SGLD", "reshuffled": "SGWORLD"}
COLORS = {"fresh": "#d55e00", "reshuffled": "#0072b2"}


def slope(points):
    """The least-squares slope of ln y against ln x, and its standard error (none from two points)."""
    x, y = [[math.log(p[k]) for p in points] for k in (0, 1)]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    square = sum((a - mx) ** 2 for a in x)
    b = sum((a - mx) * (c - my) for a, c in zip(x, y)) / square
    rest = sum((c - my - b * (a - mx)) ** 2 for a, c in zip(x, y))
    return b, math.sqrt(rest / (len(x) - 2) / square) if len(x) > 2 else math.nan


def words(value, error):
    """A slope and its standard error, which is never written as 0."""
    if error < 0.0005 and abs(value) < 0.0005:
        return "below 0.001"
    digits = 2 if error >= 0.005 else 3
    return f"{value:.{digits}f} ± " + ("below 0.001" if error < 0.0005 else f"{error:.{digits}f}")


def times(sizes):
    return [(size, median(line["us_cpu_per_step"])) for size, line in sorted(sizes.items())]


def memory(sizes):
    return [(size, line["peak_bytes"] / 1e6) for size, line in sorted(sizes.items()) if line.get("peak_bytes")]


def table(found):
    from runner.report import number, table
    named = lambda points: words(*slope(points))

    def cells(quantity, mode, sizes):
        points = times(sizes)
        return [TITLES[quantity], NAMES[mode], ", ".join(f"{size:g}: {number(t)}" for size, t in points), named(points),
                named(points[-3:]), ", ".join(number(m) for _, m in memory(sizes))]
    head = ["against", "", "µs a step of one chain", "> slope", "> of the last three", "peak memory, MB"]
    return table(head, (cells(*key, sizes) for key, sizes in found.items()))


def draw(found, path):
    """Six panels, an SVG: a step's time against each size, and memory against N and the length of the run."""
    kinds = [(quantity, "µs a step of one chain", times) for quantity in ("d", "B", "N", "chains")]
    kinds += [(quantity, "peak memory, MB", memory) for quantity in ("steps", "N")]
    panels = [panel(found, *kind) for kind in kinds]
    body = "".join(f'<g transform="translate({place % 3 * 340} {place // 3 * 290})"><text x="8" y="16" '
                   f'font-weight="bold">{"abcdef"[place]}</text>{drawn}</g>\n' for place, drawn in enumerate(panels))
    for place, mode in enumerate(NAMES):
        body += f'<g transform="translate({430 + 110 * place} 592)">{mark(mode, [(12, 0)])}'
        body += f'<path d="M2 0h20" stroke="{COLORS[mode]}"/><text x="28" y="4">{NAMES[mode]}</text></g>\n'
    path.write_text(f'''<svg xmlns="http://www.w3.org/2000/svg" width="1020" height="608" viewBox="0 0 1020 608" \
font-family="Helvetica,Arial,'DejaVu Sans',sans-serif" font-size="11" fill="none" stroke-width="1.4">
<title>Cost against size</title><style>text{{fill:#1b1b1f}}.axis{{stroke:#5a5f69;stroke-width:1}}</style>
<rect width="1020" height="608" fill="#fff"/>
{body}</svg>
''', encoding="utf-8")


def mark(mode, places):
    """Discs for one mode, squares for the other."""
    shape = "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z" if mode == "fresh" else "m-2.7-2.7h5.4v5.4h-5.4z"
    return f'<path d="{"".join(f"M{x:.1f} {y:.1f}{shape}" for x, y in places)}" fill="{COLORS[mode]}"/>'


def ticks(low, high):
    """Powers of ten, and 2 and 5 between them where there are few."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    digits = (1, 2, 5) if high - low < 2.5 else (1,)
    return [(k + math.log10(digit), f"{digit * 10.0 ** k:g}" if -3 <= k <= 4 else f"10{raised(k)}")
            for k in powers for digit in digits if low <= k + math.log10(digit) <= high and (digit == 1 or -3 <= k <= 4)]


def raised(number):
    return "".join("⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".index(digit)] for digit in str(number))


def panel(found, quantity, label, values):
    """Lines through points on logarithmic axes, each with its slope beside the label."""
    series = {mode: values(sizes) for (name, mode), sizes in found.items() if name == quantity and values(sizes)}
    if not series:
        return ""
    # The fastest and the slowest of a point's rounds.
    spread = {} if values is memory else {
        mode: [(size, end(line["us_cpu_per_step"])) for size, line in sorted(found[quantity, mode].items())
               for end in (min, max)] for mode in series}
    every = [[math.log10(value) for value in point] for points in [*series.values(), *spread.values()] for point in points]
    # At least a decade: what does not depend on the size is a level line, not noise.
    ranges = []
    for k in (0, 1):
        low, high = min(point[k] for point in every), max(point[k] for point in every)
        missing = max(0, 1 - (high - low)) / 2
        ranges.append((low - missing - 0.06 * (high - low), high + missing + 0.06 * (high - low)))
    (left, right), (low, high) = ranges
    x = lambda value: 46 + 286 * (value - left) / (right - left)
    y = lambda value: 242 - 204 * (value - low) / (high - low)
    body = '<path class="axis" d="M46 38V242H332"/>'
    for value, text in ticks(left, right):
        body += f'<path class="axis" d="M{x(value):.1f} 242v4"/>'
        body += f'<text x="{x(value):.1f}" y="257" text-anchor="middle">{text}</text>'
    for value, text in ticks(low, high):
        body += f'<path class="axis" d="M42 {y(value):.1f}h4"/>'
        body += f'<text x="40" y="{y(value) + 4:.1f}" text-anchor="end">{text}</text>'
    body += f'<text x="189" y="270" text-anchor="middle">{TITLES[quantity]}</text><text x="40" y="16">{label}</text>'
    for mode, points in series.items():
        places = [(x(math.log10(a)), y(math.log10(b))) for a, b in points]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        ends = [(x(math.log10(a)), y(math.log10(b))) for a, b in spread.get(mode, [])]
        bars = "".join(f"M{a:.1f} {low_end:.1f}V{high_end:.1f}" for (a, low_end), (_, high_end) in zip(ends[::2], ends[1::2]))
        body += f'<path d="{bars}" stroke="{COLORS[mode]}"/>' if bars else ""
        body += f'<polyline points="{line}" stroke="{COLORS[mode]}"/>{mark(mode, places)}'
    slopes = "; ".join(f"{NAMES[mode]} {words(*slope(points))}" for mode, points in series.items())
    return body + f'<text x="40" y="30">slope: {slopes}</text>'
