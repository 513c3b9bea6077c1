"""The programs that a round runs, and what they need."""
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

# The CPU runtime that JAX had before 0.4.32, several times faster for small steps.
CLASSIC = "--xla_cpu_use_thunk_runtime=false"
# The same program in single precision.
SINGLE_JAX = "jax-single"
# glibc: freed memory stays with the process, so that the first touch of fresh pages is not timed in some programs only.
KEPT_MEMORY = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(10**11)}

# As glibc does it by itself, where memory is what is measured.
GIVEN_BACK = {"MALLOC_MMAP_MAX_": "65536", "MALLOC_TRIM_THRESHOLD_": "131072"}


@dataclass
class Program:
    """A command, on which core it runs (any where None), and what it reads from the environment."""
    arguments: list
    core: int | None
    environment: dict = field(default_factory=dict)

    def __str__(self):
        names = [str(a).rsplit("/", 1)[-1] for a in self.arguments]
        return " ".join(names) + ("" if self.core is not None else " (all cores)")

    def run(self):
        """The lines of JSON that it prints; none where it fails, which standard error tells."""
        pin = ["taskset", "-c", str(self.core)] if self.core is not None and shutil.which("taskset") else []
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} if self.core is not None else {}
        shared = {"PYTHONWARNINGS": "ignore", "JAX_PLATFORMS": "cpu"} | KEPT_MEMORY
        done = subprocess.run(
            pin + [str(a) for a in self.arguments], capture_output=True, text=True,
            env=os.environ | shared | one_thread | self.environment)
        if done.returncode != 0:
            print(f"FAILED: {self}\n{done.stderr[-2000:]}", file=sys.stderr)
        return [line for line in done.stdout.splitlines() if line.startswith("{")]


class Programs:
    def __init__(self, here, settings):
        self.here, self.settings = here, settings
        self.scripts = here / "peers"
        self.scale = "0.05" if settings.quick else "1"
        self.bench = here / ".build/release/bench"

    def prepare(self):
        """Makes the environments, the data and the programs where they are missing."""
        say = lambda text: print(text, file=sys.stderr, flush=True)
        parts = self.settings.parts.split(",")
        for name in ("venv", "venv-sgmcmcjax") if "sampling" in parts else ("venv",):
            folder = self.settings.peers / name
            if not (folder / "bin/python").exists():
                say(f"making {folder}")
                requirements = self.scripts / f"requirements{name.removeprefix('venv')}.txt"
                subprocess.run(["python3.11", "-m", "venv", folder], check=True)
                subprocess.run([folder / "bin/pip", "install", "-q", "-r", requirements], check=True)
        if not (self.settings.data / "C.sgld_cov.f64").exists():
            say(f"making {self.settings.data}")
            make = [self.settings.peers / "venv/bin/python", self.scripts / "make_data.py", self.settings.data]
            subprocess.run(make, check=True, stdout=sys.stderr)
        say("building the C reference and the library")
        if "sampling" in parts:
            subprocess.run(["make", "-s", "-C", self.scripts / "cref"], check=True, stdout=sys.stderr)
        build = ["swift", "build", "-c", "release", "--package-path", self.here, "--product", "bench"]
        subprocess.run(build, check=True, stdout=sys.stderr)

    def of_round(self, number):
        """Ours, C, the peers, case after case, so that what is compared is near in time."""
        parts = self.settings.parts.split(",")
        # The rows that have never been the fastest run once, and in a quick run not at all.
        everything = number == 0 and not self.settings.quick
        if "sampling" in parts:
            for case in self.settings.cases:
                yield self.ours("sampling", case, "--data", self.settings.data)
                yield self.peer("peer_c.py", case, names="" if everything else "c-xoshiro-simd c-xoshiro-plain")
                yield from self.many_chains(case)
                yield from self.peers(case, everything)
        if "written" in parts:
            for case in "AD":
                if "sampling" not in parts:
                    yield self.ours("sampling", case, "--data", self.settings.data, "--modes", "with-replacement,reshuffled")
                    yield self.peer("peer_jax.py", case, modes="with-replacement reshuffled")
            yield self.ours("written")
            yield self.peer("peer_jax_written.py")
        if "diagnostics" in parts:
            yield self.ours("diagnostics")
            yield self.peer("diag.py", names="" if everything else "arviz numpy POT scipy")
        if "limits" in parts:
            yield self.ours("limits")
        if "csv" in parts:
            for name in "wide", "long", "draws":
                yield self.ours("csv", "--only", name, environment=GIVEN_BACK)
        if "scaling" in parts:
            for quantity in "steps", "chains", "B", "d", "N":
                yield self.ours("scaling", "--only", quantity)

    def many_chains(self, case):
        """Many chains at once, on one thread and on two."""
        chains = {"B": "4", "C": "8"}.get(case)
        if chains is None:
            return
        arguments = ["sampling", case, "--data", self.settings.data, "--chains", chains, "--built-in",
                     "--modes", "fresh,reshuffled"]
        if case == "C":
            yield self.ours(*arguments)
        yield self.ours(*arguments, "--threads", "2", core=None)

    def peers(self, case, everything):
        """The peers that have been the fastest in some case, and the others too where everything is wanted."""
        yield self.peer("peer_jax.py", case, modes="" if everything else "with-replacement reshuffled")
        yield self.peer("peer_blackjax.py", case, modes="" if everything else "with-replacement reshuffled")
        yield self.peer(
            "peer_jax.py", case, modes="with-replacement with-replacement-rowscan reshuffled",
            environment={"PEER": "jax-0.4.34-classic", "XLA_FLAGS": CLASSIC}, old=True)
        yield self.peer("peer_posteriors.py", case, names="" if everything else "torch")
        if case in "BC":
            yield self.peer("peer_jax.py", case, modes="with-replacement reshuffled", core=None)
            yield self.peer("peer_jax.py", case, modes="with-replacement reshuffled",
                            environment={"PEER": SINGLE_JAX, "PRECISION": "single"})
        if everything and case in "ABC":
            yield self.peer("peer_sgmcmcjax.py", case, environment={"XLA_FLAGS": CLASSIC}, old=True)
        if everything and case == "A":
            yield self.peer("peer_numpyro.py", case)

    def ours(self, *arguments, core=-1, environment=None):
        core = self.settings.core if core == -1 else core
        return Program([self.bench, *arguments, "--repeats", self.settings.repeats, "--scale", self.scale], core,
                       environment or {})

    def peer(self, script, *arguments, names="", modes="", environment=None, old=False, core=-1):
        """A script of the peers, only the rows of these names and modes where some are given."""
        python = self.settings.peers / ("venv-sgmcmcjax" if old else "venv") / "bin/python"
        variables = {"DATA": str(self.settings.data), "REPEATS": str(self.settings.repeats), "SCALE": self.scale}
        variables |= {key: value for key, value in (("ONLY_PEERS", names), ("ONLY_MODES", modes)) if value}
        core = self.settings.core if core == -1 else core
        return Program([python, self.scripts / script, *arguments], core, variables | (environment or {}))
