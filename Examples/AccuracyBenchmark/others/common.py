"""What the scripts of other programs share: three of the problems, where chains start, and how draws are handed over.

A script runs chains of a problem that run.py has prepared, and writes DRAWS/PROBLEM/PROGRAM/: a file of draws in Stan's CSV form
for each chain, with the model's names, and cost.json: the gradients of single examples and the processor seconds of each chain.
"""
import argparse
import csv
import json
import time
from pathlib import Path

import numpy as np

CHAINS = 8


def columns(path):
    with open(path) as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    return dict(zip(rows[0], np.array(rows[1:], float).T))


class Problem:
    """Positions are unconstrained, as the command's are. `xp` is jax.numpy or torch, whose functions have the same names."""

    def __init__(self, folder, xp, array):
        settings = json.loads((folder / "problem.json").read_text())
        self.name, self.batch = folder.name, settings["batch"]
        self.rate = float(settings["rates"].split(",")[1])
        table, reference = columns(folder / "data.csv"), columns(folder / "reference/chain-1.csv")
        if self.name == "linear_regression":
            self.names = ["intercept", "sex", "bmi", "bp", "hdl", "ltg"]
            x, y = np.column_stack([table[name] for name in self.names[1:]]), table["progression"]
            x = np.column_stack([np.ones(len(x)), (x - x.mean(0)) / x.std(0)])
            sd = np.sqrt(np.linalg.lstsq(x, y, rcond=None)[1][0] / (len(y) - x.shape[1]))
            self.log_prior = lambda t: 0 * t.sum()
            self.log_likelihood = lambda t, x, y: -0.5 * (((x * t).sum(-1) - y) / sd) ** 2
        elif self.name == "outliers":
            self.names = ["mu", "sigma"]
            x, y = np.zeros((len(table["y"]), 1)), table["y"]
            reference["sigma"] = np.log(reference["sigma"])
            # The logarithm of sigma is sampled: its density has the Jacobian, + t[1].
            self.log_prior = lambda t: -0.5 * (t[0] / 10) ** 2 - 0.5 * (xp.exp(t[1]) / 5) ** 2 + t[1]
            self.log_likelihood = lambda t, x, y: -2.5 * xp.log1p(((y - t[0]) / xp.exp(t[1])) ** 2 / 4) - t[1]
        else:
            self.names = ["beta.1", "beta.2", "beta.3"]
            x, y = np.column_stack([np.ones(len(table["x1"])), table["x1"], table["x2"]]), table["event"]
            softplus = lambda z: xp.logaddexp(0 * z, z)
            self.log_prior = lambda t: -0.5 * ((t / 2.5) ** 2).sum()
            self.log_likelihood = lambda t, x, y: y * (x * t).sum(-1) - softplus((x * t).sum(-1))
        self.x, self.y, self.count = array(x), array(y), len(y)
        # About N(μ, 4Σ), as the library's own chains: a draw's distance from the mean, doubled.
        draws = np.column_stack([reference[name] for name in self.names])
        self.starts = 2 * draws[np.linspace(0, len(draws) - 1, CHAINS).astype(int)] - draws.mean(0)


def run_all(program, like, xp, array, sample):
    """`sample(problem, epochs)` gives a function that makes the draws: chains × epochs × parameters, one an epoch.

    `like` is the library's sampler of the same law, beside which the draws are set.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("prepared", type=Path, help="the folder that run.py --prepare has filled")
    parser.add_argument("draws", type=Path, help="where the draws go, for run.py --others")
    parser.add_argument("--epochs", type=int, default=10000, help="passes over the data of each chain (default 10000)")
    settings = parser.parse_args()
    for name in "linear_regression", "outliers", "rare_events":
        problem = Problem(settings.prepared / name, xp, array)
        make = sample(problem, settings.epochs)
        make()  # What is compiled is compiled here, outside the time.
        begun = time.process_time()
        draws = np.array(make(), float)
        seconds = (time.process_time() - begun) / CHAINS
        if name == "outliers":
            draws[:, :, 1] = np.exp(draws[:, :, 1])
        folder = settings.draws / name / program
        folder.mkdir(parents=True, exist_ok=True)
        for number, chain in enumerate(draws, 1):
            np.savetxt(folder / f"chain-{number}.csv", chain, "%.10g", ",", header=",".join(problem.names), comments="")
        cost = {"gradients": settings.epochs * (problem.count // problem.batch) * problem.batch, "seconds": seconds,
                "learningRate": problem.rate, "like": like}
        (folder / "cost.json").write_text(json.dumps(cost))
        print(f"{program}, {name}: {cost['gradients']} gradients and {seconds:.3g} s a chain", flush=True)
