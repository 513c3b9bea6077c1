"""One page of all results: HTML without scripts, its pictures inside."""
import base64
import html
import math

STYLE = """body { font: 16px/1.45 sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; color: #222 }
table { border-collapse: collapse; margin: 1em 0; font-variant-numeric: tabular-nums } td, th { padding: .15em .8em; text-align: right }
th { border-bottom: 1px solid #888 } td:first-child, th:first-child { text-align: left } img { width: 100% } code { font-size: 85% }"""


def table(head, rows):
    line = lambda tag, cells: "<tr>" + "".join(f"<{tag}>{html.escape(str(cell))}</{tag}>" for cell in cells) + "</tr>"
    return "<table>" + line("th", head) + "".join(line("td", row) for row in rows) + "</table>"


def number(x):
    return "–" if x is None else f"{x:.2g}" if abs(x) < 100 else f"{x:,.0f}" if abs(x) < 1e9 else f"{x:.1e}"


def best(points):
    """Of points at one budget that of smallest KL, or one without."""
    return min(points, key=lambda point: point.get("kl", math.inf))


def by_sampler(result):
    """Each sampler's points, with the best rate at each budget, budgets rising."""
    grouped = {}
    for point in result["sweep"]["points"]:
        grouped.setdefault(point["sampler"], {}).setdefault(point["evaluations"], []).append(point)
    return {name: [best(points) for _, points in sorted(budgets.items())] for name, budgets in grouped.items()}


def reached(points, kl):
    """The first budget from which on KL stays below a number."""
    below = None
    for point in points:
        below = (below or point["evaluations"]) if point.get("kl", math.inf) <= kl else None
    return below


def main_table(results):
    grouped = [(result, by_sampler(result)) for result in results]
    names = list(dict.fromkeys(
        name for result, samplers in grouped for name in samplers if "/" not in name and name not in result["others"]))
    rows = []
    for result, samplers in grouped:
        largest = max(point["evaluations"] for point in result["sweep"]["points"])
        last = [samplers.get(name, [{}])[-1] for name in names]
        cells = [number(point.get("kl") if point.get("evaluations") == largest else None) for point in last]
        rows.append([result["name"], number(largest), *cells, number(result["sweep"].get("referenceError"))])
    return table(["problem", "gradients", *names, "reference's own"], rows)


def own_table(samplers):
    rows = []
    for name, points in samplers.items():
        point = points[-1]
        interval = f"[{number(point['lower'])}, {number(point['upper'])}]" if "lower" in point else "–"
        rows.append([
            name, number(point.get("learningRate")), number(point["evaluations"]), number(point.get("seconds")),
            round(point["draws"]), number(point.get("kl")), interval, number(reached(points, 0.1)),
            number(reached(points, 0.01)), point["failures"] or ""])
    return table(["sampler", "η", "gradients", "seconds", "draws", "KL", "95 % interval", "gradients to KL 0.1", "to 0.01",
                  "failed chains"], rows)


def beside(result):
    """Other programs beside the sampler of the same law at the same learning rate: their KL over its, at each budget."""
    points, rows = result["sweep"]["points"], []
    for name, known in result["others"].items():
        for point in points:
            like = [p for p in points if p["sampler"] == known.get("like") and p["evaluations"] == point["evaluations"]
                    and p.get("learningRate") == known.get("learningRate")]
            if point["sampler"] != name or not like or "lower" not in point or "lower" not in like[0]:
                continue
            own = like[0]
            meets = point["lower"] <= own["upper"] and own["lower"] <= point["upper"]
            rows.append([name, known["like"], number(point["evaluations"]), number(point["kl"]), number(own["kl"]),
                         f"{point['kl'] / own['kl']:.2f}", "yes" if meets else "no"])
    return table(["program", "our sampler of the same law", "gradients", "its KL", "ours", "ratio", "intervals meet"], rows) if rows else ""


def moments(result):
    """The reference run held against moments known from elsewhere, of 10,000 nearly independent draws."""
    own = {p["name"]: p for p in result["reference"]["parameters"]}
    score = lambda p, mean, sd: abs(p["mean"] - mean) / math.hypot(p["mcseMean"], sd / 100)
    pairs = [(own[name], mean, sd) for name, mean, sd in result["known"] if name in own]
    worst = max(score(*pair) for pair in pairs)
    ratio = max((pair[0]["sd"] / pair[2] for pair in pairs), key=lambda x: abs(math.log(x)))
    return (f"Against posteriordb's reference draws, {len(pairs)} of {len(result['known'])} parameters: the largest difference of means is "
            f"{worst:.1f} standard errors, the ratio of standard deviations farthest from 1 is {ratio:.3f}.")


def section(result, folder):
    samplers, reference = by_sampler(result), result["reference"]
    parts = [f"<h2 id='{result['name']}'>{html.escape(result['title'])}</h2>"]
    if reference:
        rhat = max(p["rHat"] for p in reference["parameters"])
        parts.append(f"<p>Known by NUTS, {reference['chains']} chains of {reference['drawsPerChain']} draws: R-hat at most {rhat:.3f}, "
                     f"{sum(reference.get('divergences', []))} divergences. Its own Monte Carlo error makes a KL of "
                     f"{number(result['sweep'].get('referenceError'))}: nothing below is seen.</p>")
    else:
        parts.append("<p>Known exactly.</p>")
    if result["known"]:
        parts.append(f"<p>{moments(result)}</p>")
    parts += [f"<p>{html.escape(warning)}</p>" for warning in result["warnings"]]
    picture = base64.b64encode((folder / result["name"] / "cost.svg").read_bytes()).decode()
    parts.append(f"<img alt='KL against gradients and seconds' src='data:image/svg+xml;base64,{picture}'>")
    parts += [own_table(samplers), beside(result), f"<p><code>{html.escape(' '.join(result['command']))}</code></p>"]
    return "\n".join(parts)


def page(results, folder):
    return "\n".join([
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Accuracy for cost</title>", f"<style>{STYLE}</style>",
        "<h1>Accuracy for cost</h1>",
        "<p>KL in nats between the normal with the moments of the last half of a chain's draws and the normal with the "
        "posterior's: Monte Carlo error and bias together, the mean over chains. Gradients are those of single examples, warm-ups "
        "and the search for a mode included. Of the learning rates tried the best is shown, in hindsight. –: no number, since chains "
        "failed or have too few draws.</p>",
        main_table(results), *(section(result, folder) for result in results), "</html>\n"])
