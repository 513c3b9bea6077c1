#!/usr/bin/env python3
"""Holds the bounds of W₂ that are measured beside a twin against W₂ itself, where that is known.

    python3 Examples/TwinAgainstTruth/bounds.py [--posterior PATH]

On linear regression the stationary law of a sampler is normal and follows from linear equations, for reshuffled
minibatches with an error of the orders of the examples that are averaged over. `posterior bias` knows nothing of them: its lower bound, and the rectified upper one, are to hold W₂ between them.
"""
import argparse
import os
import sys

from run import Posterior

SAMPLERS = ["ula", "sgld", "sgworld", "sgld-cv", "calm", "sms-ubu"]
RATES = [0.001, 0.01, 0.1, 1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posterior", default=".build/release/posterior", help="the command")
    parser.add_argument("--seeds", type=int, default=5, help="measurements at each rate")
    options = parser.parse_args()
    if not os.access(options.posterior, os.X_OK):
        sys.exit(f"{options.posterior}: there is no such command: build it with swift build -c release")
    posterior = Posterior(options.posterior)
    model, minibatch = ["linear-regression", "--noise-sd", "54.3"], ["--batch-size", "34"]
    print("| sampler | η | W₂ (standard error) | lower bound | upper bound | upper over W₂ | held from below | from above |")
    print("|" + "---|" * 8)
    below = above = total = 0
    for sampler in SAMPLERS:
        batch = [] if sampler == "ula" else minibatch
        rates = ["--learning-rates", ",".join(map(str, RATES))]
        points = posterior.json("sweep", *model, "--samplers", sampler, *rates, *batch, "--theory-only",
                                "--orders", 8192)["points"]
        for point in points:
            rate, law = point["learningRate"], point["theory"]
            if not law:
                print(f"| {sampler} | {rate:g} | no stationary law: it diverges |||||")
                continue
            exact, lowers, uppers, ofPairs = law["wasserstein2"], [], [], 0
            for seed in range(1, options.seeds + 1):
                bias = posterior.json("bias", *model, "--sampler", sampler, *batch, "--learning-rate", rate, "--seed", seed)
                lowers.append(bias["wasserstein2"])
                # Where degrees of the rectified flow do not agree, the pairs' own distance is the bound.
                uppers.append(bias.get("rectifiedBound") or bias["couplingBound"])
                ofPairs += "rectifiedBound" not in bias
            held = sum(lower["lower"] <= exact for lower in lowers), sum(exact <= upper["upper"] for upper in uppers)
            below, above, total = below + held[0], above + held[1], total + options.seeds
            mean = lambda bounds: sum(bound["estimate"] for bound in bounds) / len(bounds)
            pairs = f", {ofPairs} of the pairs" if ofPairs else ""
            said = f" ({law['wasserstein2Error']:.1g})" if law["wasserstein2Error"] else ""
            print(f"| {sampler} | {rate:g} | {exact:.3g}{said} | {mean(lowers):.3g} | {mean(uppers):.3g} | "
                  f"{mean(uppers) / exact:.2f}{pairs} | {held[0]} | {held[1]} |", flush=True)
    print(f"\nof {total} measurements {below} intervals of the lower bound begin below W₂, and {above} of the upper end above it")


if __name__ == "__main__":
    main()
