"""The page: targets, tables of all rows, the machine's limits and noise, cost against size."""
import json
from pathlib import Path
from statistics import median

from runner import draws, scaling, targets
from runner.results import by_round, cpu_seconds, microseconds

CASES = json.loads((Path(__file__).resolve().parent.parent / "peers/cases.json").read_text())


def page(results, figure=None):
    blocks = [machine_text(results)]
    findings = [*targets.sampling(results), *targets.written(results), *targets.diagnostics(results)]
    if findings:
        blocks += ["### Targets", target_table(findings), draws.text(results)]
    for case, settings in CASES.items():
        rows = {r: lines for r, lines in results.samplers().items() if r.case == case}
        if rows:
            sizes = f"N = {settings['N']}, d = {settings['d']}, B = {settings['batch']}, η = {settings['eta']:g}"
            blocks += [f"### {case}: {settings['name']}, {sizes}", sampler_table(rows, settings)]
    if results.diagnostics():
        blocks += ["### Diagnostics and distances", diagnostic_table(results.diagnostics())]
    if results.limits():
        blocks += ["### What bounds a step", limit_table(results)]
    if results.reading():
        blocks += ["### Reading CSV", reading_table(results.reading())]
    if results.scaling():
        blocks += ["### Cost against size", scaling.table(results.scaling())]
        if figure:
            scaling.draw(results.scaling(), figure)
    return "\n\n".join(block for block in blocks if block)


def table(head, rows):
    """Markdown; of a head that begins with > the column is set to the right."""
    line = lambda cells: "| " + " | ".join(cells) + " |"
    rule = "|" + "|".join("--:" if name.startswith(">") else "---" for name in head) + "|"
    return "\n".join([line([name.lstrip("> ") for name in head]), rule, *(line(row) for row in rows)])


def number(value):
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def spread(values):
    return f"{number(min(values))} to {number(max(values))}"


def machine_text(results):
    m = results.machine
    quick = " **A quick run, to see that it works: not a measurement.**" if m["quick"] else ""
    text = (f"{m['processor']}, {m['cores']} cores ({m['caches']}); {m['swift']}, {m['compiler']}, GSL {m['gsl']}; "
            f"{m['peers']}. {m['rounds']} rounds of {m['repeats']} repeats; load at the rounds' beginnings "
            f"{', '.join(f'{load[0]:.1f}' for load in results.loads)}.{quick}")
    reference = [list(by_round(lines, microseconds).values()) for row, lines in sorted(results.samplers().items())
                 if row.peer == "c-xoshiro-simd"]
    reference = [values for values in reference if len(values) > 1]
    if not reference:
        return text
    spreads = [max(values) / min(values) - 1 for values in reference]
    drift = median(values[-1] / values[0] for values in reference) - 1
    return text + (f" The machine's noise: from round to round the C reference's own times differ by {median(spreads):.0%} "
                   f"(median of its rows; {max(spreads):.0%} at most), and from the first to the last by {drift:+.0%}.")


def target_table(findings):
    return table(
        ["", "ours", "than", "theirs", "> ratio", "> rounds", "> target", "met"],
        ([f.what, number(median(f.ours.values())), f.than, number(median(f.theirs.values())),
          number(median(f.ratios)), spread(f.ratios), ("≤ " if f.is_upper else "≥ ") + f"{f.target:g}",
          "yes" if f.is_met else "**no**"] for f in findings))


def sampler_table(rows, settings):
    is_network = settings["kind"] == "mlp"
    fastest = {}
    for kind in False, True:
        times = [median(by_round(lines, microseconds).values()) for row, lines in rows.items()
                 if row.peer.startswith("c-") and row.mode.startswith("reshuffled") == kind]
        fastest[kind] = min(times, default=None)

    def cells(row, lines):
        times = list(by_round(lines, microseconds).values())
        last = lines[max(lines)]
        reference = fastest[row.mode.startswith(("reshuffled", "calm"))]
        keys = ["loss_of_mean_of_last_tenth"] if is_network else ["mean_err", "cov_ratio", "cov_vs_sgld"]
        return [row.peer, row.mode, str(row.chains), str(row.cores), number(median(times)), spread(times),
                f"{median(times) / reference:.2f}" if reference else "",
                *(number(last[key]) if key in last else "" for key in keys)]
    order = lambda item: (item[0].mode.startswith(("reshuffled", "calm")), median(by_round(item[1], microseconds).values()))
    accuracy = ["> final loss"] if is_network else ["> mean error", "> cov/exact", "> cov error"]
    head = ["program", "minibatches", "> chains", "> cores", "> µs a step", "> rounds", "> × C", *accuracy]
    return table(head, (cells(*item) for item in sorted(rows.items(), key=order)))


def diagnostic_table(rows):
    def cells(key, lines):
        times = list(by_round(lines, cpu_seconds).values())
        last = lines[max(lines)]
        return [key[1], key[0], last["size"], number(median(times)), spread(times),
                ", ".join(f"{v:.5g}" for v in last["value"])]
    order = lambda item: (item[0][1], median(by_round(item[1], cpu_seconds).values()))
    return table(["", "program", "size", "> CPU s", "> rounds", "value"], (cells(*i) for i in sorted(rows.items(), key=order)))


def reading_table(files):
    """Megabytes a second of processor time, and memory in units of what the numbers alone take."""
    def cells(name, lines):
        speeds = [line["bytes"] / seconds / 1e6 for line in lines.values() for seconds in line["cpu_seconds"]]
        memory = [(line["peak_bytes"] - line["bytes_before"]) / line["bytes_of_numbers"] for line in lines.values()
                  if line.get("peak_bytes")]
        last = lines[max(lines)]
        return [name, f"{last['rows']} × {last['columns']}", number(last["bytes"] / 1e6), number(median(speeds)),
                spread(speeds), number(max(memory)) if memory else ""]
    head = ["", "numbers", "> MB", "> MB/s", "> all", "> memory, × the numbers"]
    return table(head, (cells(*item) for item in files.items()))


def limit_table(results):
    """For each case what its step reads and draws, what that alone takes, and what the programs reach."""
    limits, rows = results.limits(), results.samplers()
    find = targets.Finder(rows)

    def cells(case, c):
        columns = 1 if c["kind"] == "mlp" else c["d"]
        read = 8 * c["batch"] * (columns + 1)
        operations = c["batch"] * (2 * (6 * 2 + 5) if c["kind"] == "mlp" else 4 * c["d"])
        memory = read * limits[f"byte of case {case}, rows in order"] / 1e3
        draws = (c["batch"] * limits["index with replacement"] + (c["kind"] != "mlp") * c["d"] * limits["normal"]) / 1e3
        best = {"C": find.fastest(case, "reshuffled", 1, "c-"),
                "ours": find.one(case, targets.LIBRARY, "reshuffled", c["chains"], 1)}
        reached = []
        for row in best.values():
            time = median(by_round(rows[row], microseconds).values()) if row else None
            rates = f"{operations / time / 1e3:.2g} Gflop/s, {read / time / 1e3:.2g} GB/s" if time else ""
            reached.append(f"{number(time)} µs, {rates}" if time else "")
        return [case, f"{read / 1e3:.3g} kB of {8e-6 * c['N'] * (columns + 1):.2g} MB", number(memory), number(draws),
                f"{operations / 1e3:.2g}", *reached]
    head = ["case", "a step reads", "> that in order, µs", "> its random numbers, µs", "> kflop",
            "C, reshuffled", "ours, reshuffled"]
    costs = table(["> ns", ""], ([number(v), k] for k, v in limits.items()))
    return table(head, (cells(*item) for item in CASES.items())) + "\n\n" + costs
