#!/usr/bin/env python3
"""Holds runs of `mpirun -n K posterior` against those of one process: the same bytes for every K, also after a rank was
killed or the run interrupted.

    python3 Examples/ManyMachines/check_mpi.py [--posterior PROGRAM] [--ranks 1,2,4]
    python3 Examples/ManyMachines/check_mpi.py --scaling 7 [--posterior PROGRAM]
    python3 Examples/ManyMachines/check_mpi.py --reading [--posterior PROGRAM]
    python3 Examples/ManyMachines/check_mpi.py --sharing [--posterior PROGRAM]

Without PROGRAM the command is built with the package's trait MPI, in .build-mpi. --scaling N times N pairs of runs
instead, one chain on one rank and two chains on two, in turn. --reading says what processes read of a packed set that
does not fit in their memory while chains hop over its blocks. --sharing times steps of one chain whose gradients two
ranks share, beside what --explain expects of them. Nothing is checked, and a line says so, where Open MPI is
not installed (Debian: apt-get install libopenmpi-dev openmpi-bin).
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A container's only user may be root, and it may have fewer processors than there are ranks.
ENVIRONMENT = os.environ | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
CHAINS = ["--chains", "4", "--seed", "11", "--threads", "1", "--quiet"]
NUTS = ["sample", "linear-regression", *CHAINS, "--warm-up", "300", "--draws", "200", "--save-warm-up"]
SGWORLD = ["sample", "linear-regression", *CHAINS, "--sampler", "sgworld", "--learning-rate", "0.05", "--draws", "300"]
HOPPING = [*SGWORLD[:-2], "--warm-up", "70", "--batching", "hopping:4"]
STRATIFIED = [
    "sample", "linear-regression", "--chains", "2", "--seed", "11", "--threads", "2", "--quiet", "--sampler",
    "sgworld-cv", "--learning-rate", "0.05", "--warm-up", "70", "--batching", "stratified:4",
    "--batch-size", "12",
]  # fmt: skip
SWEEP = [
    "sweep", "--samplers", "sgld,sgworld", "--learning-rates", "0.02,0.05,0.1", "--chains", "2", "--epochs", "2000",
    "--threads", "1", "--format", "json", "--output", "sweep.json", "--quiet",
]  # fmt: skip
LONG = ["sample", "linear-regression", *CHAINS, "--sampler", "sgworld", "--learning-rate", "0.05", "--draws"]


def words(command, folder, ranks):
    """A command line that keeps its run in a folder, on so many ranks; on none: without mpirun."""
    option = {"sample": "--output", "sweep": "--run"}.get(command[0])
    launcher = ["mpirun", "--oversubscribe", "-n", str(ranks)] if ranks else []
    return launcher + [program, *command] + ([option, folder] if option else [folder])


def run(command, folder, ranks=0, place="."):
    done = subprocess.run(words(command, folder, ranks), cwd=place, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words(command, folder, ranks))}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def contents(folder):
    """The bytes of a run's files, by name: all but its manifest, which has times."""
    return {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir() if path.name != "manifest.json"}


def hold(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: not what one process makes")
    print(f"{name}: the bytes of one process", flush=True)


def check_bytes(place, ranks):
    for name, command in [
        ("nuts", NUTS), ("sgworld", SGWORLD), ("hopping", [*HOPPING, "--draws", "30"]),
        ("stratified", [*STRATIFIED, "--draws", "30"]), ("sweep", SWEEP),
    ]:  # fmt: skip
        def made(folder, count):
            printed = run(command, folder, count, place)
            result = (place / "sweep.json").read_bytes() if command is SWEEP else b""
            return printed, result, contents(place / folder)
        once = made(f"{name}-once", 0)
        for count in ranks:
            hold(f"{name}, mpirun -n {count}", made(f"{name}-{count}", count), once)


def check_ends(place):
    # Long enough to be ended on the way.
    draws, seconds = 5000, 0.0
    while seconds < 2:
        draws *= 4
        long, began = [*LONG, str(draws)], time.monotonic()
        printed = run(long, f"long-{draws}", 0, place)
        seconds = time.monotonic() - began
    whole = (printed, contents(place / f"long-{draws}"))
    hopping = [*HOPPING, "--draws", "500"]
    hopped = (run(hopping, "hopping-long", 0, place), contents(place / "hopping-long"))
    stratified = [*STRATIFIED, "--draws", "2000"]
    shared = (run(stratified, "stratified-long", 0, place), contents(place / "stratified-long"))
    # On how many ranks it begins and goes on; on none: without mpirun.
    for name, begins, goes_on, long, expected_run in [
        ("rank 1 of 3 killed", 3, 2, long, whole), ("mpirun terminated", 3, 0, long, whole),
        ("rank 1 of 3 killed as chains hop", 3, 2, hopping, hopped),
        ("rank 1 of 2 killed as ranks share a chain", 2, 4, stratified, shared),
        ("mpirun terminated as ranks share a chain", 2, 0, stratified, shared),
    ]:  # fmt: skip
        is_killed = "killed" in name
        folder = place / name.replace(" ", "-")
        begun = subprocess.Popen(words(long, folder.name, begins), cwd=place, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
        while not (folder / "chain-2.csv").exists():
            if begun.poll() is not None:
                sys.exit(f"{name}: ended before it was\n{begun.stderr.read()}")
            time.sleep(0.01)
        if is_killed:
            os.kill(process_of_rank(1, begun.pid), signal.SIGKILL)
        else:
            begun.terminate()
        told = begun.communicate()[1]
        expected = r"process rank 1 .* exited on signal 9" if is_killed else "interrupted; what was drawn is in"
        if begun.returncode == 0 or not re.search(expected, told):
            sys.exit(f"{name}: status {begun.returncode}\n{told}")
        again = run(["resume", "--quiet"], folder.name, goes_on, place)
        hold(f"{name}, and resumed", (again, contents(folder)), expected_run)


def write_table(place, rows, width, response):
    """t.csv, of normal features and a response of them and normal noise."""
    generator = random.Random(1)
    with open(place / "t.csv", "w") as table:
        table.write(",".join(f"x{j}" for j in range(width)) + ",y\n")
        for _ in range(rows):
            row = [generator.gauss(0, 1) for _ in range(width)]
            y = response(row, generator.gauss(0, 1))
            table.write(",".join(f"{x:.6f}" for x in row) + f",{y:.6f}\n")


def reading(place):
    """The bytes that one process, and each of two ranks, read in runs of few and of many epochs."""
    write_table(place, 200_000, 10, lambda row, noise: sum(row) + noise)
    subprocess.run([program, "pack", "t.csv", "set", "--shuffle", "--quiet"], cwd=place, check=True, capture_output=True)
    sample = [
        "sample", "linear-regression", "--data", "set", "--target", "y", "--noise-sd", "1", "--memory", "13M", *CHAINS,
        "--sampler", "sgworld", "--learning-rate", "1e-6", "--batch-size", "500", "--batching", "hopping:4",
        "--warm-up", "0", "--no-summary",
    ]  # fmt: skip
    for ranks in (0, 2):
        for epochs in (10, 60):
            command = words([*sample, "--draws", str(epochs)], f"reading-{ranks}-{epochs}", ranks)
            begun = subprocess.Popen(command, cwd=place, env=ENVIRONMENT)
            seen = {}
            while begun.poll() is None:
                for rank in range(max(1, ranks)):
                    try:
                        process = process_of_rank(rank, begun.pid) if ranks else begun.pid
                        text = pathlib.Path(f"/proc/{process}/io").read_text()
                        seen[rank] = int(re.search(r"rchar: (\d+)", text)[1])
                    except (OSError, LookupError):
                        pass
                time.sleep(0.02)
            read = ", ".join(f"{seen[rank] / 1e6:.0f} MB" for rank in sorted(seen))
            print(f"{epochs} epochs of 4 chains, {ranks or 1} of 13 MB: read {read}", flush=True)
    check = [contents(place / f"reading-{ranks}-60") for ranks in (0, 2)]
    hold("hopping over stored rows, mpirun -n 2", check[1], check[0])


def sharing(place):
    """Steps of one chain on two ranks: t, L, what they make, and what is measured, each a median of five runs."""
    write_table(place, 40_000, 50, lambda row, noise: int(sum(row) / 7 + noise > 0))
    for size in (20, 200, 2000, 20_000):
        command = [
            "mpirun", "-n", "2", program, "sample", "logistic-regression", "--data", "t.csv", "--target", "y", "--sampler",
            "sgworld", "--learning-rate", "1e-7", "--batch-size", str(size), "--batching", "stratified:2", "--threads",
            "1", "--quiet", "--explain", "--format", "json",
        ]  # fmt: skip
        seen = []
        for _ in range(5):
            done = subprocess.run(command, cwd=place, env=ENVIRONMENT, capture_output=True, text=True, check=True)
            report = json.loads(done.stdout)
            step, latency = report["stepSeconds"], report["latencySeconds"]
            seen.append([step, latency, step / 2 + latency, report["sharedStepSeconds"]])
        t, l, expected, measured = [1e6 * statistics.median(column) for column in zip(*seen)]
        print(f"B = {size}: t {t:.2f} µs, L {l:.2f} µs, t/2 + L {expected:.2f} µs, measured {measured:.2f} µs", flush=True)


def process_of_rank(rank, launcher):
    for path in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parent = re.search(r"PPid:\s*(\d+)", (path / "status").read_text())
            variables = (path / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if parent and int(parent[1]) == launcher and b"OMPI_COMM_WORLD_RANK=%d" % rank in variables:
            return int(path.name)
    raise LookupError(f"there is no process of rank {rank}")


def check_errors(place):
    for command, status, line in [
        (["sample", "linear-regression", "--warm-up", "5", "--output"], 64, "posterior: --warm-up must be at least 20"),
        (["diagnose"], 64, "posterior: mpirun has no meaning for diagnose"),
        (["sample", "linear-regression", "--data", "-", "--target", "y", "--output"], 64, "posterior: mpirun gives standard input"),
        (["sample", "nowhere.model", "--output"], 65, "posterior: nowhere.model"),
        ([*STRATIFIED, "--output"], 64, "posterior: each rank has as many strata of stratified:4: start 1, 2, 4 of them, not 3"),
    ]:  # fmt: skip
        launcher = ["mpirun", "--oversubscribe", "-n", "3", program]
        done = subprocess.run(launcher + command + ["none"], cwd=place, env=ENVIRONMENT, capture_output=True, text=True)
        lines = [told for told in done.stderr.splitlines() if told.startswith("posterior")]
        if done.returncode != status or len(lines) != 1 or not lines[0].startswith(line) or (place / "none").exists():
            sys.exit(f"{' '.join(command)}: status {done.returncode}, not {status} and one line\n{done.stderr}")
    print("what is wrong on all ranks is told once", flush=True)


def scaling(place, repeats):
    """Seconds of one chain on one rank, and of two chains on two."""
    seconds = {1: [], 2: []}
    for repeat in range(repeats):
        for count in (1, 2):
            chains = ["--chains", str(count), "--threads", "1", "--quiet", "--seed", str(repeat)]
            sampler = ["--sampler", "sgworld", "--learning-rate", "0.05", "--draws", "1000", "--thin", "2000"]
            began = time.monotonic()
            run(["sample", "linear-regression", *chains, *sampler], f"scaling-{repeat}-{count}", count, place)
            seconds[count].append(time.monotonic() - began)
    one, two = statistics.median(seconds[1]), statistics.median(seconds[2])
    ratios = [2 * a / b for a, b in zip(seconds[1], seconds[2])]
    print(f"one chain on one rank {one:.2f} s, two chains on two ranks {two:.2f} s, medians of {repeats}")
    print(f"chains a second, two ranks against one: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--posterior", help="the command, built with --traits MPI")
parser.add_argument("--ranks", default="1,2,4")
parser.add_argument("--scaling", type=int, metavar="N", help="measure weak scaling instead, N times")
parser.add_argument("--reading", action="store_true", help="measure what is read instead")
parser.add_argument("--sharing", action="store_true", help="measure steps whose gradients two ranks share instead")
arguments = parser.parse_args()
if not shutil.which("mpirun") or subprocess.run(["pkg-config", "--exists", "ompi-c"]).returncode != 0:
    print("nothing is checked: there is no Open MPI (Debian: apt-get install libopenmpi-dev openmpi-bin)")
    sys.exit()
if not arguments.posterior:
    scratch = ["--scratch-path", ROOT / ".build-mpi"]
    subprocess.run(["swift", "build", "--traits", "MPI", "--product", "posterior", *scratch], cwd=ROOT, check=True)
program = str(pathlib.Path(arguments.posterior or ROOT / ".build-mpi/debug/posterior").resolve())
with tempfile.TemporaryDirectory() as folder:
    place = pathlib.Path(folder)
    if arguments.scaling:
        scaling(place, arguments.scaling)
    elif arguments.reading:
        reading(place)
    elif arguments.sharing:
        sharing(place)
    else:
        check_errors(place)
        check_bytes(place, [int(count) for count in arguments.ranks.split(",")])
        check_ends(place)
