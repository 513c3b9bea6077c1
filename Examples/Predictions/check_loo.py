#!/usr/bin/env python3
"""Holds `posterior loo` against ArviZ on the same pointwise log likelihoods, for three models.

    pip install arviz
    python3 check_loo.py [--posterior .build/release/posterior]

Eight schools, a linear regression with an outlier and a logistic regression are drawn from, and exported. Of each example
k̂, elpd, and the effective sample size behind it must be those of `az.psislw` and `az.ess` to 1e-9, sums and WAIC those of
`az.loo` and `az.waic`, and differences between models those of `az.compare`. ArviZ 0 is meant; without it the script says
so, and ends. Last seen to agree: ArviZ 0.23.4.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import warnings

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Models")


def near(ours, theirs, what):
    size = np.max(np.abs(theirs))
    distance = np.max(np.abs(np.asarray(ours) - np.asarray(theirs)))
    assert distance <= 1e-9 * max(1, size), f"{what}: {ours} is {distance} from ArviZ's {theirs}"


class Runs:
    """Runs of the command in a folder."""

    def __init__(self, command, folder):
        self.command, self.folder = command, folder

    def __call__(self, *words):
        return subprocess.run([self.command, *words, "--quiet"], check=True, capture_output=True, text=True).stdout

    def sample(self, name, *model, chains=4, draws=1000):
        path = os.path.join(self.folder, name)
        self("sample", *model, "--chains", str(chains), "--draws", str(draws), "--no-summary", "--output", path)
        self("export", path, "--to", "npz", "--output", path + ".npz")
        arrays = np.load(path + ".npz")
        groups = {"posterior": {}, "log_likelihood": {}}
        for key in arrays.files:
            group, _, name = key.partition("/")
            if group in groups and arrays[key].ndim > 1:
                groups[group][name] = arrays[key]
        return path, az.from_dict(**groups)

    def loo(self, *paths):
        return json.loads(self("loo", *paths, "--format", "json"))["runs"]


def check(name, result, data):
    likelihood = next(iter(data.log_likelihood.data_vars.values())).values
    draws = likelihood.shape[0] * likelihood.shape[1]
    rows = result["rows"]
    for place, row in enumerate(rows):
        own = likelihood[:, :, place]
        efficiency = float(az.ess(np.exp(own - own.max()), method="mean")) / draws
        near(row["relativeEfficiency"], efficiency, f"{name}, row {row['row']}: the relative efficiency")
        weights, k = az.psislw(-own.ravel(), efficiency)
        near(row["k"], k, f"{name}, row {row['row']}: k")
        near(row["elpd"], np.logaddexp.reduce(weights + own.ravel()), f"{name}, row {row['row']}: elpd")
        near(row["lpd"], np.logaddexp.reduce(own.ravel()) - np.log(draws), f"{name}, row {row['row']}: lpd")
    elpds = np.array([row["elpd"] for row in rows])
    near(result["elpd"]["value"], elpds.sum(), f"{name}: elpd_loo")
    near(result["elpd"]["standardError"], np.sqrt(len(rows) * elpds.var()), f"{name}: its standard error")
    waic = az.waic(data)
    near(result["elpdWAIC"]["value"], waic.elpd_waic, f"{name}: elpd_waic")
    near(result["elpdWAIC"]["standardError"], waic.se, f"{name}: its standard error")
    near(result["pWAIC"]["value"], waic.p_waic, f"{name}: p_waic")
    theirs = az.loo(data)
    near(result["kLimit"], theirs.good_k, f"{name}: the limit of k")
    # az.loo takes one effective sample size for all examples, the mean of the parameters': the tails differ in length.
    print(f"  {name}: elpd_loo {result['elpd']['value']:.4f} (az.loo, one sample size for all: {theirs.elpd_loo:.4f}), "
          f"largest k {result['largestK']:.3f}, {len(rows)} examples")


def check_comparison(runs):
    """From so few draws that tails are a fifth of them, whatever the effective sample size: az.compare itself."""
    data = ["linear-regression", "--unknown-noise"]
    pairs = {name: runs.sample(name, *data, "--features", features, chains=2, draws=50)
             for name, features in [("few", "bmi,bp"), ("many", "sex,bmi,bp,hdl,ltg"), ("one", "ltg")]}
    theirs = az.compare({path: data for path, data in pairs.values()})
    for result in runs.loo(*(path for path, _ in pairs.values())):
        row = theirs.loc[result["run"]]
        near(result["elpd"]["value"], row["elpd_loo"], "az.compare's elpd_loo")
        near(result["elpd"]["standardError"], row["se"], "az.compare's se")
        near(result["p"]["value"], row["p_loo"], "az.compare's p_loo")
        near(-result["difference"]["value"], row["elpd_diff"], "az.compare's elpd_diff")
        near(result["difference"]["standardError"], row["dse"], "az.compare's dse")
    print(f"  three models compared: best {os.path.basename(theirs.index[0])}, as az.compare has it")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posterior", default="posterior", help="the command to run")
    command = parser.parse_args().posterior
    print(f"ArviZ {az.__version__}")
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(os.path.abspath(command) if os.path.sep in command else command, folder)
        line = os.path.join(folder, "line.csv")
        with open(line, "w", encoding="utf-8") as file:
            file.write("x,y\n")
            file.writelines(f"{i},{60 if i == 17 else 0.5 * i + (i * 7919) % 101 / 50}\n" for i in range(1, 31))
        models = {
            "eight schools": [os.path.join(MODELS, "eight_schools.model"), "--data", os.path.join(MODELS, "schools.csv")],
            "an outlier": ["linear-regression", "--data", line, "--target", "y", "--unknown-noise"],
            "a dose and a cure": [
                "logistic-regression", "--data", os.path.join(MODELS, "trial.csv"), "--target", "cured", "--standardize"],
        }
        for name, model in models.items():
            path, data = runs.sample(name.replace(" ", "-"), *model)
            check(name, runs.loo(path)[0], data)
        check_comparison(runs)
    print("every number is ArviZ's, to 1e-9")


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    try:
        import arviz as az
        import numpy as np
    except ImportError:
        print("ArviZ is not installed (pip install 'arviz<1'): nothing is checked")
        sys.exit()
    if not hasattr(az, "psislw"):
        print(f"ArviZ {az.__version__} is not one of the versions 0 (pip install 'arviz<1'): nothing is checked")
        sys.exit()
    main()
