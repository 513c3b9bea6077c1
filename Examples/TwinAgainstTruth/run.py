#!/usr/bin/env python3
"""Holds biases that are measured beside a twin against those that very long runs show.

    python3 Examples/TwinAgainstTruth/run.py [--posterior PATH] [--quick] [--repetitions 100] [--problems a,b]

For each problem, sampler and rate, `posterior bias` gives the shift of each mean and the ratio of each standard deviation
with their intervals. `posterior sample` gives the same from a run of the sampler that is as long as its Monte Carlo error
must be small, and from one of NUTS. If the intervals are right, the differences over their standard errors, z, have a root
mean square of 1. Many short measurements at one rate, with a seed each, show how often the intervals hold the truth.
"""
import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile

SAMPLERS = ["sgld", "sgworld", "calm", "reshuffled/control-variate/ubu", "calm-smoothed", "sms-ubu"]
STUDENT = 1.96  # an interval's reach in standard errors is this at least: 124 degrees of freedom have 1.98


def write(path, rows):
    with open(path, "w") as file:
        file.writelines(",".join(str(cell) for cell in row) + "\n" for row in rows)


def labels(source, coefficients, count):
    """Labels of a logistic regression at known coefficients, the first of which is the intercept."""
    for _ in range(count):
        x = [source.gauss(0, 1) for _ in coefficients[1:]]
        eta = coefficients[0] + sum(b * v for b, v in zip(coefficients[1:], x))
        yield x + [int(source.random() < 1 / (1 + math.exp(-eta)))]


def poisson(source, rate):
    count, clock = 0, source.expovariate(1)
    while clock < rate:
        count, clock = count + 1, clock + source.expovariate(1)
    return count


def problems(folder):
    """Each problem's name: the model's arguments, the minibatch, and the rates at hM of about 0.25, 1 and 4."""
    source = random.Random(20231)
    path = lambda name: os.path.join(folder, name)
    write(path("common.csv"), [["x1", "x2", "x3", "x4", "y"]] + list(labels(source, [0, 1, -1, 0.5, 0.2], 1000)))
    while True:
        rare = list(labels(source, [-5, 1, 1], 400))
        if sum(row[-1] for row in rare) == 3:
            break
    write(path("rare.csv"), [["x1", "x2", "y"]] + rare)
    rows = []
    for _ in range(200):
        x = source.gauss(0, 1)
        scale = math.sqrt(source.gammavariate(2, 1) / 2)
        rows.append([x, 1 + 2 * x + source.gauss(0, 1) / scale])
    write(path("outliers.csv"), [["x", "y"]] + rows)
    with open(path("outliers.model"), "w") as file:
        file.write("a ~ normal(0, 10)\nb ~ normal(0, 10)\ny ~ student_t(4, a + b * x, 1)\n")
    rows = []
    for group in range(8):
        level = source.gauss(0.5, 0.6)
        for _ in range(40):
            x = source.gauss(0, 1)
            rows.append([f"g{group}", x, poisson(source, math.exp(level + 0.4 * x))])
    write(path("counts.csv"), [["group", "x", "y"]] + rows)
    with open(path("counts.model"), "w") as file:
        file.write("mu ~ normal(0, 2)\ntau ~ half_normal(1)\na[group] ~ normal(mu, tau)\nb ~ normal(0, 1)\n"
                   "y ~ poisson_log(a[group] + b * x)\n")
    write(path("banana.csv"), [["y"]] + [[source.gauss(1, 4)] for _ in range(100)])
    with open(path("banana.model"), "w") as file:
        file.write("a ~ normal(0, 1)\nb ~ normal(0, 10)\ny ~ normal(b - a^2, 4)\n")
    table = lambda name, *more: ["--data", path(name + ".csv"), *more]
    return {
        "logistic": (["logistic-regression", *table("common", "--target", "y")], 20, [2.4e-5, 9.5e-5, 3.8e-4]),
        "rare events": (["logistic-regression", *table("rare", "--target", "y", "--prior-sd", "3")], 20,
                        [1.4e-3, 5.5e-3, 2.2e-2]),
        "Student-t": ([path("outliers.model"), *table("outliers")], 20, [1.7e-4, 6.8e-4, 2.7e-3]),
        "counts": ([path("counts.model"), *table("counts")], 20, [2.3e-5, 9e-5, 3.6e-4]),
        "banana": ([path("banana.model"), *table("banana")], 10, [1e-3, 2e-3, 4e-3]),
    }


class Posterior:
    def __init__(self, path):
        self.path = path

    def json(self, *arguments):
        done = subprocess.run([self.path, *map(str, arguments), "--format", "json", "--quiet"],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip().splitlines()[-1])
        return json.loads(done.stdout)

    def moments(self, *arguments):
        """Each parameter's mean and standard deviation, with their Monte Carlo errors."""
        summary = self.json("sample", *arguments)
        return {p["name"]: (p["mean"], p["mcseMean"], p["sd"], p["mcseSD"]) for p in summary["parameters"]}


def long_run(biased, exact):
    """The shift of each mean and the ratio of each standard deviation, and their errors, from two runs."""
    result = {}
    for name, (mean, mean_error, sd, sd_error) in biased.items():
        true_mean, true_mean_error, true_sd, true_sd_error = exact[name]
        result[name, "mean"] = ((mean - true_mean) / true_sd, math.hypot(mean_error, true_mean_error) / true_sd)
        result[name, "sd"] = (sd / true_sd, sd / true_sd * math.hypot(sd_error / sd, true_sd_error / true_sd))
    return result


def measured(bias):
    """The same from `posterior bias`, an interval's reach taken for its standard errors."""
    result = {}
    for quantity in bias["quantities"]:
        for key, word in [("meanShift", "mean"), ("standardDeviationRatio", "sd")]:
            value = quantity[key]
            result[quantity["name"], word] = (
                value["estimate"], (value["upper"] - value["lower"]) / 2 / STUDENT)
    return result


def rms(values):
    return math.sqrt(sum(v * v for v in values) / len(values)) if values else math.nan


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posterior", default=".build/release/posterior", help="the command")
    parser.add_argument("--quick", action="store_true", help="short runs of one rate, to see that all works")
    parser.add_argument("--repetitions", type=int, default=100, help="short measurements a problem")
    parser.add_argument("--problems", help="some of them, separated by commas")
    parser.add_argument("--output", help="a file for all values, as JSON")
    options = parser.parse_args()
    posterior = Posterior(options.posterior)
    if not os.access(options.posterior, os.X_OK):
        sys.exit(f"{options.posterior}: there is no such command: build it with swift build -c release")
    scale = 0.05 if options.quick else 1
    every, results = [], []
    with tempfile.TemporaryDirectory() as folder:
        known = problems(folder)
        chosen = options.problems.split(",") if options.problems else list(known)
        if missing := [name for name in chosen if name not in known]:
            sys.exit(f"{missing[0]}: there is no such problem; there are {', '.join(known)}")
        print("| problem | sampler | η | acceptance | rms z | largest | resolution, sd | a long run's, sd | KL | warnings |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        for name in chosen:
            model, batch, rates = known[name]
            exact = posterior.moments(*model, "--draws", int(150000 * scale), "--seed", 7)
            for sampler in SAMPLERS:
                truths = {}
                for rate in rates[1:2] if options.quick else rates:
                    chain = [*model, "--sampler", sampler, "--learning-rate", rate, "--batch-size", batch]
                    try:
                        bias = posterior.json("bias", *chain, "--seed", 3)
                        # A draw of sgld is a step, of the others an epoch.
                        thin = ["--thin", 20] if sampler == "sgld" else []
                        draws = int(150000 * scale * min(4, rates[-1] / rate / 4))
                        truth = long_run(
                            posterior.moments(*chain, *thin, "--draws", draws, "--warm-up", 4000, "--seed", 11), exact)
                    except RuntimeError as error:
                        print(f"| {name} | {sampler} | {rate:g} | {error} |||||||", flush=True)
                        continue
                    truths[rate] = truth
                    found = measured(bias)
                    z = {key: (found[key][0] - truth[key][0]) / math.hypot(found[key][1], truth[key][1])
                         for key in truth}
                    if not bias["warnings"]:
                        every += z.values()
                    results.append(dict(
                        problem=name, sampler=sampler, rate=rate, warnings=len(bias["warnings"]),
                        z={" ".join(key): value for key, value in z.items()}))
                    kl = bias["kl"]
                    words = f"{kl['estimate']:.2g}" if kl["resolved"] else f"below {kl['upper']:.1g}"
                    print(f"| {name} | {sampler} | {rate:g} | {bias['acceptance']:.4f} | {rms(list(z.values())):.2f} "
                          f"| {max(map(abs, z.values())):.1f} | {rms([found[k][1] for k in found]):.1g} "
                          f"| {rms([truth[k][1] for k in truth]):.1g} | {words} | {len(bias['warnings'])} |", flush=True)
                if sampler != "sgworld" or rates[1] not in truths:
                    continue
                held = total = 0
                for seed in range(int(options.repetitions * scale)):
                    short = posterior.json(
                        "bias", *model, "--sampler", sampler, "--learning-rate", rates[1], "--batch-size", batch,
                        "--epochs", 2000, "--seed", 100 + seed)
                    for key, (value, error) in measured(short).items():
                        truth, blur = truths[rates[1]][key]
                        held += abs(value - truth) <= STUDENT * math.hypot(error, blur)
                        total += 1
                if total:
                    print(f"| {name} | sgworld, short | {rates[1]:g} | {held} of {total} intervals hold the truth |||||||")
    print(f"\n{len(every)} moments without a warning: rms z {rms(every):.3f}, "
          f"{100 * sum(abs(z) < 1.96 for z in every) / max(1, len(every)):.1f} % within 1.96")
    if options.output:
        with open(options.output, "w") as file:
            json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
