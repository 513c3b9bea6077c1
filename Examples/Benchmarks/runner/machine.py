"""What the numbers were measured on."""
import os
import platform
import re
import subprocess


def said(*command):
    """The first line that a command prints, or nothing where there is no such command."""
    try:
        out = subprocess.run(command, capture_output=True, text=True).stdout
    except FileNotFoundError:
        return ""
    return out.splitlines()[0].strip() if out.strip() else ""


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            found = re.search(r"model name\s*: (.*)", file.read())
    except FileNotFoundError:
        found = None
    return found.group(1) if found else said("sysctl", "-n", "machdep.cpu.brand_string") or platform.machine()


def caches():
    sizes = [said("getconf", f"LEVEL{level}_CACHE_SIZE") for level in ("1_D", "2", "3")]
    sizes[0] = said("getconf", "LEVEL1_DCACHE_SIZE")
    return ", ".join(f"L{level} {int(size) >> 10} kB" for level, size in enumerate(sizes, 1) if size.isdigit() and size != "0")


def describe(settings):
    packages = "import importlib.metadata as m; print(', '.join(f'{p} {m.version(p)}' for p in %r.split()))"
    names = "jax blackjax torch posteriors arviz scipy POT scikit-learn numpy"
    return {
        "processor": processor(), "cores": os.cpu_count(), "caches": caches(), "load": os.getloadavg(),
        "swift": re.sub(r".*?(Swift version \S+).*", r"\1", said("swift", "--version")),
        "compiler": said("cc", "--version"), "gsl": said("gsl-config", "--version"),
        "peers": said(str(settings.peers / "venv/bin/python"), "-c", packages % names),
        "rounds": settings.rounds, "repeats": settings.repeats, "quick": settings.quick,
    }
