#!/usr/bin/env python3
"""What a gradient of NUTS is worth under each metric: the smallest bulk ESS of the draws over their leapfrog steps.

    python3 Examples/Benchmarks/metrics.py --posteriordb DIR [--posterior COMMAND] [--metrics auto,diagonal] [MODEL ...]

DIR has NAME.csv and NAME.json of posteriordb, as of the accuracy benchmark. --metrics none is for a command without
--metric. Each figure is the median over --seeds runs of 4 x 1000 draws.
"""
import argparse
import glob
import json
import statistics
import subprocess
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent.parent
DB = HERE / "AccuracyBenchmark" / "posteriordb"
PROBLEMS = HERE / "AccuracyBenchmark" / "problems"


def table(path, columns):
    np.savetxt(path, np.column_stack(list(columns.values())), delimiter=",", header=",".join(columns), comments="")
    return path


def written(path, text):
    path.write_text(text)
    return path


def cases(folder, posteriordb):
    """Of each model the words that follow `posterior sample`."""
    z = np.random.default_rng(1)
    x = z.standard_normal((2000, 20)) @ (0.3 * z.standard_normal((20, 20)) + np.eye(20))
    y = (z.random(2000) < 1 / (1 + np.exp(-x @ (0.3 * z.standard_normal(20))))).astype(int)
    logistic = table(folder / "logistic.csv", {"y": y, **{f"x{j + 1}": x[:, j] for j in range(20)}})
    rotation = np.linalg.qr(z.standard_normal((100, 100)))[0]
    sds = 10 ** np.linspace(-1, 1, 100)
    names = [f"x{j + 1}" for j in range(100)]
    rotated = table(folder / "rotated.csv", {"y": np.zeros(100), **dict(zip(names, rotation / sds))})
    aligned = table(folder / "aligned.csv", {"y": np.zeros(100), **dict(zip(names, np.diag(1 / sds)))})
    one = table(folder / "one.csv", {"y": np.zeros(1)})
    normal = written(folder / "normal.model", "b: real[100]\nb ~ normal(0, 1000)\ny ~ normal(columns(x1 : x100) * b, 1)\n")
    logit = written(
        folder / "logit.model", "b: real[20]\nb ~ normal(0, 1)\ny ~ bernoulli_logit(columns(x1 : x20) * b)\n")
    funnel = written(
        folder / "funnel.model", "v ~ normal(0, 3)\nx: real[9]\nx ~ normal(0, exp(v / 2))\ny ~ normal(0, 1)\n")
    yield "logistic", ["logistic-regression", "--data", logistic, "--target", "y", "--no-intercept", "--prior-sd", 1]
    yield "logistic, written", [logit, "--data", logistic]
    yield "normal of condition 1e4, rotated", [normal, "--data", rotated]
    yield "normal of condition 1e4, aligned", [normal, "--data", aligned]
    wide = table(folder / "wide.csv", {"y": np.zeros(5), **{f"x{j + 1}": z.standard_normal(5) for j in range(400)}})
    deep = written(folder / "wide.model", "b: real[400]\nb ~ normal(0, 1)\ny ~ normal(columns(x1 : x400) * b, 1)\n")
    yield "5 observations of 400 parameters", [deep, "--data", wide]
    yield "funnel", [funnel, "--data", one]
    yield "eight schools", [HERE / "Models/eight_schools.model", "--data", HERE / "Models/schools.csv"]
    yield "hierarchical Poisson", [HERE / "Models/counts_by_group.model", "--data", HERE / "Models/counts.csv"]
    for model in sorted(DB.glob("*.model")) if posteriordb else []:
        data, known = posteriordb / f"{model.stem}.csv", json.loads((posteriordb / f"{model.stem}.json").read_text())
        text = model.read_text()
        constants = [w for k, v in known["constants"].items() if k in text for w in ("--constant", f"{k}={v}")]
        yield model.stem, [model, "--data", data, *constants]


def run(command, words, metric, seed):
    """ESS a leapfrog step, leapfrog steps a draw, those of the warm-up, divergences, largest R-hat."""
    with tempfile.TemporaryDirectory() as scratch:
        option = [] if metric == "none" else ["--metric", metric]
        words = [command, "sample", *words, "--sampler", "nuts", "--seed", seed, "--format", "json", "--quiet",
                 "--save-warm-up", "--output", f"{scratch}/run", *option]
        done = subprocess.run([str(w) for w in words], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr)
        summary = json.loads(done.stdout)
        counts = []
        for path in glob.glob(f"{scratch}/run/chain-*.csv"):
            lines = [line for line in open(path) if not line.startswith("#")]
            place = lines[0].split(",").index("n_leapfrog__")
            counts.append([float(line.split(",")[place]) for line in lines[1:]])
    counts = np.array(counts)
    kept = counts[:, -summary["drawsPerChain"]:]
    ess = min(p["essBulk"] or 0 for p in summary["parameters"])
    return (ess / kept.sum(), kept.mean(), (counts.sum() - kept.sum()) / len(counts), sum(summary["divergences"]),
            max(p["rHat"] or 0 for p in summary["parameters"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="words of which a model's name has one (default all)")
    parser.add_argument("--posterior", default="posterior", metavar="COMMAND")
    parser.add_argument("--posteriordb", type=Path, metavar="DIR")
    parser.add_argument("--metrics", default="auto,diagonal,low-rank,dense")
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    print("| model | metric | ESS a leapfrog | leapfrogs a draw | leapfrogs of a warm-up | divergences | R-hat |")
    print("|---|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, words in cases(Path(folder), given.posteriordb):
            if given.models and not any(word in name for word in given.models):
                continue
            for metric in given.metrics.split(","):
                runs = [run(given.posterior, words, metric, seed) for seed in range(1, given.seeds + 1)]
                ess, length, warm, divergences, rhat = (statistics.median(figures) for figures in zip(*runs))
                print(f"| {name} | {metric} | {ess:.3g} | {length:.1f} | {warm:.0f} | {divergences:.0f} | {rhat:.3f} |",
                      flush=True)


if __name__ == "__main__":
    main()
