#!/usr/bin/env python3
"""Holds the rates of `--learning-rate auto` against measurements with another seed.

    python3 Examples/TwinAgainstTruth/rates.py [--posterior PATH] [--models a,b]

On each model a sampler's rate is looked for that meets a target. At that rate, and at three times as much, `posterior
bias` measures with another seed. The first is to be within the target, and the second beyond it: then the rate is within
a factor of three of the largest that meets it. Rates end at half of what is stable, which is then said by the second
having diverged.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

from run import Posterior, problems, write

MODELS = os.path.join(os.path.dirname(__file__), "..", "Models")


def cases(folder):
    """A name: the model's arguments, the sampler, the minibatch, and the target."""
    known = problems(folder)
    model = lambda name, data: [os.path.join(MODELS, name + ".model"), "--data", os.path.join(MODELS, data)]
    outliers = os.path.join(folder, "outliers.csv")
    noise = os.path.join(folder, "noise.model")
    with open(noise, "w") as file:
        file.write("a ~ normal(0, 10)\nb ~ normal(0, 10)\ns ~ half_normal(5)\ny ~ normal(a + b * x, s)\n")
    groups = os.path.join(folder, "classes.csv")
    write(groups, [["x1", "x2", "y"]] + [
        [i % 7 / 3 - 1, i % 11 / 5 - 1, (i * i % 7 + i // 3) % 3] for i in range(120)])
    kl, shift = "--target-kl", "--target-shift"
    return {
        "linear regression of diabetes": (["linear-regression", "--noise-sd", "54.3"], "calm", 34, (kl, "1e-4")),
        "logistic with common events": (known["logistic"][0], "sgld", 20, (kl, "1e-3")),
        "logistic with three events": (known["rare events"][0], "calm-smoothed", 20, (kl, "1e-4")),
        "softmax": (["softmax-regression", "--data", groups, "--target", "y"], "sgworld", 10, (kl, "1e-3")),
        "Poisson": (["poisson-regression", "--data", os.path.join(folder, "counts.csv"), "--target", "y", "--features",
                     "x"], "sghmc", 20, (kl, "1e-2")),
        "Student-t": (known["Student-t"][0], "sgworld", 20, (shift, "0.02")),
        "unknown noise": ([noise, "--data", outliers], "calm", 20, (kl, "1e-3")),
        "hierarchy of counts": (known["counts"][0], "sgld", 20, (shift, "0.02")),
        "dose and response": (model("dose_response", "trial.csv"), "sms-ubu", 12, (kl, "1e-2")),
        "eight schools": (model("eight_schools", "schools.csv"), "sgld", 2, (shift, "0.05")),
        "two clusters": (model("two_clusters", "measurements.csv"), "sgworld", 20, (kl, "1e-2")),
    }


def share(bias, target):
    """The interval of what is measured, as parts of what is allowed, and how many warnings there were."""
    name, allowed = target[0], float(target[1])
    if name == "--target-kl":
        lower, upper = bias["kl"]["lower"], bias["kl"]["upper"]
    else:
        # Of the means and of the standard deviations, the one that is off most.
        off = [(s["estimate"] - right, s["lower"] - right, s["upper"] - right) for q in bias["quantities"]
               for s, right in [(q["meanShift"], 0), (q["standardDeviationRatio"], 1)]]
        _, low, high = max(off, key=lambda s: abs(s[0]))
        lower, upper = 0 if low * high < 0 else min(abs(low), abs(high)), max(abs(low), abs(high))
    return lower / allowed, upper / allowed, len(bias["warnings"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posterior", default=".build/release/posterior", help="the command")
    parser.add_argument("--models", help="some of them, separated by commas")
    options = parser.parse_args()
    posterior = Posterior(options.posterior)
    if not os.access(options.posterior, os.X_OK):
        sys.exit(f"{options.posterior}: there is no such command: build it with swift build -c release")
    print("| model | sampler | target | η | rates tried | at η, of what is allowed | at 3η | warnings |\n|" + "---|" * 8)
    met = total = 0
    with tempfile.TemporaryDirectory() as folder:
        known = cases(folder)
        for name in options.models.split(",") if options.models else known:
            model, sampler, batch, target = known[name]
            chain = [*model, "--sampler", sampler, "--batch-size", str(batch)]
            found = subprocess.run(
                [options.posterior, "sample", *chain, "--learning-rate", "auto", *target, "--draws", "20", "--warm-up", "1",
                 "--quiet"], capture_output=True, text=True)
            total += 1
            said = re.search(r"learning rate ([0-9.e-]+)(?: meets the target, of (\d+))?", found.stderr)
            if not said or found.returncode != 0:
                print(f"| {name} | {sampler} | {' '.join(target)} | {found.stderr.strip().splitlines()[-1]} |||||")
                continue
            rate, measured = float(said[1]), []
            for factor in (1, 3):
                try:
                    bias = posterior.json("bias", *chain, "--learning-rate", factor * rate, "--seed", 77)
                    measured.append(share(bias, target))
                except RuntimeError as error:
                    measured.append(str(error))
            words = [m if isinstance(m, str) else f"{m[0]:.2f} to {m[1]:.2f}" for m in measured]
            warnings = [str(m[2]) for m in measured if not isinstance(m, str)]
            met += not isinstance(measured[0], str) and measured[0][0] <= 1
            print(f"| {name} | {sampler} | {' '.join(target)} | {rate:.3g} | {said[2] or 'predicted'} | {words[0]} | "
                  f"{words[1]} | {', '.join(warnings)} |", flush=True)
    print(f"\n{met} of {total} rates meet their target")


if __name__ == "__main__":
    main()
