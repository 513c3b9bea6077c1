#!/usr/bin/env python3
"""Holds `posterior export` against the run's own CSV files, as ArviZ and NumPy read the exports.

    pip install arviz zarr
    python3 check_export.py RUN [--posterior .build/release/posterior]

RUN is a folder of `posterior sample --output`. The store is opened as ArviZ 1 does, by xarray. Every draw must be the CSV's
to the bit, in the store and in the archive; `arviz.summary` must have a line for every parameter, and where the model has
examples `arviz.loo` must give a number. Last seen to agree: ArviZ 1.3.0 and 0.23.4, xarray 2026.9.0.
"""
import argparse
import glob
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import warnings

warnings.filterwarnings("ignore")
import arviz as az  # noqa: E402
import numpy as np  # noqa: E402
import xarray as xr  # noqa: E402

STATISTICS = {
    "lp__": "lp", "accept_stat__": "acceptance_rate", "stepsize__": "step_size", "treedepth__": "tree_depth",
    "n_leapfrog__": "n_steps", "divergent__": "diverging", "energy__": "energy",
}


def csv_chains(run):
    """The columns of every chain, under the names that the program reports."""
    files = sorted(glob.glob(os.path.join(run, "chain-*.csv")), key=lambda path: int(re.findall(r"\d+", path)[-1]))
    chains = []
    for path in files:
        with open(path, encoding="utf-8") as file:
            lines = [line.rstrip("\n") for line in file if not line.startswith("#")]
        rows = np.array([[float(cell) for cell in line.split(",")] for line in lines[1:]])
        chains.append((lines[0].split(","), rows))
    shortest = min(len(rows) for _, rows in chains)
    return chains[0][0], np.stack([rows[:shortest] for _, rows in chains])


def reported(name):
    """beta.1.2 is beta[1,2]; what CSV cannot carry is percent-encoded."""
    parts = name.split(".")
    indexed = len(parts) > 1 and all(re.fullmatch(r"[1-9]\d*", part) for part in parts[1:])
    return urllib.parse.unquote(f"{parts[0]}[{','.join(parts[1:])}]" if indexed else name)


def elements(group):
    """Every element of every variable, by its name: theta[Choate], L[2,1]."""
    for variable in group.data_vars.values():
        title = variable.attrs.get("name", variable.name)
        own = variable.dims[2:]
        levels = [group[dim].values if dim in group.coords else range(1, group.sizes[dim] + 1) for dim in own]
        for index in itertools.product(*(range(len(level)) for level in levels)):
            labels = ",".join(str(level[i]) for level, i in zip(levels, index))
            yield f"{title}[{labels}]" if own else title, variable.values[(slice(None), slice(None), *index)]


def same_bits(a, b):
    return a.shape == b.shape and (np.ascontiguousarray(a, "<f8").tobytes() == np.ascontiguousarray(b, "<f8").tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run")
    parser.add_argument("--posterior", default="posterior", help="the command to run")
    options = parser.parse_args()
    names, values = csv_chains(options.run)
    with tempfile.TemporaryDirectory() as folder:
        store, archive = os.path.join(folder, "run.zarr"), os.path.join(folder, "run.npz")
        for form, path in [("zarr", store), ("npz", archive)]:
            command = [options.posterior, "export", options.run, "--to", form, "--output", path, "--quiet"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        tree = xr.open_datatree(store, engine="zarr").load()
        data = az.InferenceData.from_datatree(tree) if az.__version__.startswith("0.") else tree
        arrays = dict(np.load(archive))

    draws = dict(elements(tree["posterior"].to_dataset()))
    statistics = tree["sample_stats"].to_dataset() if "sample_stats" in tree else {}
    for column, name in enumerate(names):
        ours = values[:, :, column]
        if name.endswith("__"):
            known = STATISTICS.get(name, name[:-2])
            if np.isnan(ours).all():
                assert known not in statistics, f"{known} is not known, and there"
                continue
            theirs = statistics[known].values.astype(float)
        else:
            theirs = draws.pop(reported(name))
        assert same_bits(ours, theirs), f"{name} is not what the files hold"
    assert not draws, f"there are no columns for {list(draws)}"

    for name, group in tree.children.items():
        for key, variable in group.to_dataset().variables.items():
            found = arrays.pop(f"{name}/{key}")
            assert found.dtype == variable.dtype and found.shape == variable.shape, f"{name}/{key} of the archive"
            assert found.tobytes() == variable.values.tobytes(), f"{name}/{key} of the archive"
    attributes = json.loads(str(arrays.pop("attributes")))
    assert not arrays and attributes["manifest"] == tree.attrs["manifest"], "the archive's attributes"
    assert json.loads(tree.attrs["manifest"])["program"].endswith(tree.attrs["inference_library_version"])

    summary = az.summary(data)
    print(f"ArviZ {az.__version__}: {values.shape[0]} chains of {values.shape[1]} draws, {len(summary)} lines")
    assert len(summary) == sum(not name.endswith("__") for name in names), "a parameter has no line"
    print(f"  groups: {', '.join(tree.children)}")
    if "log_likelihood" in tree.children:
        loo = az.loo(data)
        elpd, effective = (loo.elpd_loo, loo.p_loo) if hasattr(loo, "elpd_loo") else (loo.elpd, loo.p)
        assert np.isfinite(elpd), "elpd_loo is not finite"
        print(f"  elpd_loo {elpd:.3f} ± {loo.se:.3f}, p_loo {effective:.3f}")
    print("every draw is the files', to the bit")


if __name__ == "__main__":
    sys.exit(main())
