"""Cost against size: slopes of straight lines through the logarithms, and the figure."""
import math
import subprocess
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


def times(sizes):
    return [(size, median(line["us_cpu_per_step"])) for size, line in sorted(sizes.items())]


def memory(sizes):
    return [(size, line["peak_bytes"] / 1e6) for size, line in sorted(sizes.items()) if line.get("peak_bytes")]


def table(found):
    from runner.report import number, table
    named = lambda points: "{:.2f} ± {:.2f}".format(*slope(points))

    def cells(quantity, mode, sizes):
        points = times(sizes)
        return [TITLES[quantity], NAMES[mode], ", ".join(f"{size:g}: {number(t)}" for size, t in points), named(points),
                named(points[-3:]), ", ".join(number(m) for _, m in memory(sizes))]
    head = ["against", "", "µs a step of one chain", "> slope", "> of the last three", "peak memory, MB"]
    return table(head, (cells(*key, sizes) for key, sizes in found.items()))


def draw(found, path):
    """Six panels, an SVG: a step's time against each size, and memory against N and the length of the run."""
    panels = [panel(found, quantity, "µs a step of one chain", times) for quantity in ("d", "B", "N", "chains")]
    panels += [panel(found, quantity, "peak memory, MB", memory) for quantity in ("steps", "N")]
    script = f"""set encoding utf8
set terminal svg size 1260,760 dynamic font 'sans-serif,13' background '#ffffff'
set output '{path}'
set multiplot layout 2,3
set logscale xy
set format x '10^{{%T}}'
set grid lc rgb '#dddddd'
set border 3
set tics nomirror
set key top left reverse Left samplen 2
{"".join(panels)}unset multiplot
"""
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


def panel(found, quantity, label, values):
    blocks, plots, every = "", [], []
    for (name, mode), sizes in found.items():
        points = values(sizes)
        if name != quantity or not points:
            continue
        every += points
        block = f"$points_{quantity}_{mode}_{values.__name__}"
        blocks += f"{block} << EOD\n" + "\n".join(f"{x} {y}" for x, y in points) + "\nEOD\n"
        title = f"{NAMES[mode]}, slope " + "{:.2f} ± {:.2f}".format(*slope(points))
        plots.append(f"{block} using 1:2 with linespoints lc rgb '{COLORS[mode]}' pt 7 ps 0.7 lw 2 title '{title}'")
    if not plots:
        return ""
    (left, right), (low, high) = [(min(p[k] for p in every), max(p[k] for p in every)) for k in (0, 1)]
    return f"""{blocks}set xrange [{left / 1.5}:{right * 1.5}]
set xlabel '{TITLES[quantity]}' noenhanced
set ylabel '{label}' noenhanced
set yrange [{low / 3}:{max(high, 3 * low) * 6}]
plot {", ".join(plots)}
"""
