#!/usr/bin/env python3
"""NUTS here against nutpie, with its diagonal metric and its low-rank one: effective draws a gradient and a second.

    python3 Examples/Benchmarks/against_nutpie.py --posteriordb DIR [--posterior COMMAND] [--json FILE] [MODEL ...]

Needs pip install nutpie pymc; without them it says so and does nothing. The models and data are those of metrics.py,
and each is written in PyMC below. DIR has NAME.csv and NAME.json of posteriordb; without it there are no diamonds.

A run is 4 chains of 1000 draws, one after another on one core, after each program's own warm-up: 1000 draws here, 400
in nutpie, 800 with its low-rank metric. Programs take turns, seed by seed. ArviZ computes every ESS and R-hat. A second
is one of processor time: of the whole command here, without --output, and of nutpie.sample alone there, after a
first short run. nutpie's compilation is not counted, and shown beside.
"""
import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
try:
    import arviz
    import numpy as np
    import nutpie
    import pandas
    import pymc as pm
except ImportError as missing:
    print(f"{missing.name} is not installed (pip install nutpie pymc): nothing is measured.")
    raise SystemExit(0)

import metrics

CHAINS, DRAWS = 4, 1000


def block(table, first, last):
    return table[[f"{first[0]}{j}" for j in range(int(first[1:]), int(last[1:]) + 1)]].to_numpy()


def logistic(t):
    b = pm.Normal("b", 0, 1, shape=20)
    pm.Bernoulli("y", logit_p=block(t, "x1", "x20") @ b, observed=t.y)


def eight_schools(t):
    t = t.sort_values("school")
    mu, tau, z = pm.Normal("mu", 0, 5), pm.HalfCauchy("tau", 5), pm.Normal("z", 0, 1, shape=8)
    pm.Normal("y", mu + tau * z, t.sigma.to_numpy(), observed=t.y.to_numpy())


def counts(t):
    group, names = pandas.factorize(t.group, sort=True)
    mu, tau = pm.Normal("mu", 0, 2), pm.HalfNormal("tau", 1)
    a, b = pm.Normal("a", mu, tau, shape=len(names)), pm.Normal("b", 0, 1)
    pm.Poisson("count", pm.math.exp(a[group] + b * t.x.to_numpy()), observed=t["count"].to_numpy())


def normal(t):
    b = pm.Normal("b", 0, 1000, shape=100)
    pm.Normal("y", block(t, "x1", "x100") @ b, 1, observed=t.y.to_numpy())


def funnel(t):
    v = pm.Normal("v", 0, 3)
    pm.Normal("x", 0, pm.math.exp(v / 2), shape=9)


def diamonds(t):
    x = block(t, "X2", "X25")
    b = pm.Normal("b", 0, 1, shape=24)
    intercept, sigma = pm.StudentT("Intercept", 3, mu=8, sigma=10), pm.HalfStudentT("sigma", 3, sigma=10)
    pm.Normal("Y", intercept + (x - x.mean(axis=0)) @ b, sigma, observed=t.Y.to_numpy())


# The name in metrics.py: the model in PyMC, and its parameters in our order.
MODELS = {
    "logistic": (logistic, ["b"]),
    "logistic, written": (logistic, ["b"]),
    "eight schools": (eight_schools, ["mu", "tau", "z"]),
    "hierarchical Poisson": (counts, ["mu", "tau", "a", "b"]),
    "normal of condition 1e4, rotated": (normal, ["b"]),
    "normal of condition 1e4, aligned": (normal, ["b"]),
    "funnel": (funnel, ["v", "x"]),
    "diamonds-diamonds": (diamonds, ["b", "Intercept", "sigma"]),
}
DERIVED = "theta["
PROGRAMS = ["here", "here, diagonal", "nutpie", "nutpie, low-rank"]
# Of two programs and a figure the ratio of its medians.
RATIOS = [("here", "nutpie, low-rank", "a gradient"), ("here", "nutpie, low-rank", "with warm-up"),
          ("here", "nutpie, low-rank", "a second"), ("here", "nutpie", "a gradient"), ("here", "nutpie", "a second"),
          ("here", "here, diagonal", "a gradient"), ("here", "here, diagonal", "a second")]


def figures(draws, kept, warm, seconds, divergences):
    """Of draws by chain, draw and parameter, and of gradients in all."""
    columns = np.moveaxis(draws, 2, 0)
    ess = min(float(arviz.ess(column, method="bulk")) for column in columns)
    return {"ess": ess, "a gradient": ess / kept, "with warm-up": ess / (kept + warm), "a second": ess / seconds,
            "gradients a draw": kept / CHAINS / DRAWS, "of a warm-up": warm / CHAINS, "seconds": seconds,
            "divergences": int(divergences), "R-hat": max(float(arviz.rhat(column)) for column in columns),
            "mean": draws.mean(axis=(0, 1)).tolist(), "sd": draws.std(axis=(0, 1)).tolist()}


def call(words):
    """The processor time of a command."""
    def spent():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    before = spent()
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return spent() - before


def ours(command, words, metric, seed):
    words = [command, "sample", *words, "--sampler", "nuts", "--metric", metric, "--seed", seed, "--threads", 1,
             "--chains", CHAINS, "--draws", DRAWS, "--format", "json", "--quiet"]
    seconds = call(words)
    with tempfile.TemporaryDirectory() as scratch:
        call([*words, "--save-warm-up", "--output", f"{scratch}/run"])
        chains = [pandas.read_csv(path, comment="#") for path in sorted(Path(scratch, "run").glob("chain-*.csv"))]
    kept = [chain[-DRAWS:] for chain in chains]
    steps = sum(chain["n_leapfrog__"].sum() for chain in chains)
    names = [name for name in chains[0] if not name.endswith("__") and not name.startswith(DERIVED)]
    leapfrogs = sum(chain["n_leapfrog__"].sum() for chain in kept)
    return figures(np.stack([chain[names].to_numpy() for chain in kept]), leapfrogs, steps - leapfrogs, seconds,
                   sum(chain["divergent__"].sum() for chain in kept))


def theirs(compiled, names, low_rank, seed, draws=DRAWS, **tune):
    began = time.process_time()
    raw = nutpie.sample(compiled, draws=draws, chains=CHAINS, cores=1, seed=seed, progress_bar=False,
                        low_rank_modified_mass_matrix=low_rank, return_raw_trace=True, **tune)
    seconds = time.process_time() - began
    chains, kept, warm, divergences = [], 0, 0, 0
    for batch, statistic in zip(*raw.get_arrow_trace()):
        tuning = np.array(statistic.column("tuning").to_pylist())
        steps = np.array(statistic.column("n_steps").to_pylist())
        kept, warm = kept + steps[~tuning].sum(), warm + steps[tuning].sum()
        divergences += np.array(statistic.column("diverging").to_pylist())[~tuning].sum()
        rows = [np.array(batch.column(name).to_pylist()).reshape(len(tuning), -1) for name in names]
        chains.append(np.hstack(rows)[~tuning])
    return figures(np.stack(chains), kept, warm, seconds, divergences) if draws == DRAWS else None


def measured(name, words, given):
    """The runs of each program, and what nutpie's compilation took."""
    write, names = MODELS[name]
    with pm.Model() as model:
        write(pandas.read_csv(words[words.index("--data") + 1]))
    began = time.process_time()
    compiled = nutpie.compile_pymc_model(model)
    compilation = time.process_time() - began
    theirs(compiled, names, False, 1, draws=10, tune=10)
    theirs(compiled, names, True, 1, draws=10, tune=10)
    programs = {
        "here": lambda seed: ours(given.posterior, words, "auto", seed),
        "here, diagonal": lambda seed: ours(given.posterior, words, "diagonal", seed),
        "nutpie": lambda seed: theirs(compiled, names, False, seed),
        "nutpie, low-rank": lambda seed: theirs(compiled, names, True, seed),
    }
    runs = {program: [] for program in PROGRAMS if program in given.programs}
    for seed in range(1, given.seeds + 1):
        for program, of in runs.items():
            if seed == 1 or of[0]["seconds"] < given.longest:
                of.append(programs[program](seed))
    return runs, compilation


def median(runs, figure):
    return statistics.median(run[figure] for run in runs)


def difference(one, other):
    """The largest difference of two programs' means, in standard deviations."""
    means = [np.mean([run["mean"] for run in runs], axis=0) for runs in (one, other)]
    return np.abs((means[0] - means[1]) / np.mean([run["sd"] for run in other], axis=0)).max()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="models by their names in metrics.py (default all)")
    parser.add_argument("--posterior", default="posterior", metavar="COMMAND")
    parser.add_argument("--posteriordb", type=Path, metavar="DIR")
    parser.add_argument("--programs", nargs="+", default=PROGRAMS, choices=PROGRAMS, metavar="PROGRAM",
                        help=f"of {', '.join(map(repr, PROGRAMS))} (default all)")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--longest", type=float, default=60, metavar="SECONDS",
                        help="a program that takes longer is run with the first seed alone (default 60)")
    parser.add_argument("--core", type=int, default=0, help="the core that everything runs on (default 0)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run's figures")
    given = parser.parse_args()
    unknown = set(given.models) - set(MODELS)
    if unknown:
        parser.error(f"no model {sorted(unknown)[0]!r}: there are {', '.join(map(repr, MODELS))}")
    if "diamonds-diamonds" in given.models and not given.posteriordb:
        parser.error("the diamonds are in posteriordb: give --posteriordb DIR")
    os.sched_setaffinity(0, {given.core})
    print(f"nutpie {nutpie.__version__}, PyMC {pm.__version__}, ArviZ {arviz.__version__}\n")
    print("| model | program | ESS a gradient | with the warm-up's | gradients a draw | of a warm-up | ESS a second |"
          " divergences | R-hat | seeds |")
    print("|---|---|" + "--:|" * 8)
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, words in metrics.cases(Path(folder), given.posteriordb):
            if name not in MODELS or given.models and name not in given.models:
                continue
            runs, compilation = results[name] = measured(name, words, given)
            for program, of in runs.items():
                figures = [median(of, figure) for figure in ("a gradient", "with warm-up", "gradients a draw",
                                                             "of a warm-up", "a second", "divergences", "R-hat")]
                print("| {} | {} | {:.3g} | {:.3g} | {:.1f} | {:.0f} | {:.3g} | {:.0f} | {:.3f} | {} |".format(
                    name, program, *figures, len(of)), flush=True)
            if given.json:
                given.json.write_text(json.dumps(results, indent=1))
    print("\nRatios of medians: here over nutpie, low-rank; over nutpie; over here, diagonal.\n")
    print("| model | a gradient | with the warm-up's | a second | a gradient | a second | a gradient | a second |"
          " compilation there, s | difference of means, sd |")
    print("|---|" + "--:|" * 9)
    for name, (runs, compilation) in results.items():
        ratios = [f"{median(runs[one], figure) / median(runs[other], figure):.3g}"
                  if one in runs and other in runs else "" for one, other, figure in RATIOS]
        both = "here" in runs and "nutpie, low-rank" in runs
        apart = f"{difference(runs['here'], runs['nutpie, low-rank']):.3f}" if both else ""
        print(f"| {name} | {' | '.join(ratios)} | {compilation:.1f} | {apart} |")


if __name__ == "__main__":
    main()
