"""Headless Chromium: where it is, and what it shows of a page."""
import shutil
import subprocess
import tempfile

# Nothing is checked where there is none (Debian: apt-get install chromium).
PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def browse(*options):
    # Chromium's sandbox is not to be had as root or in a container.
    with tempfile.TemporaryDirectory() as profile:
        return subprocess.run([PROGRAM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                               f"--user-data-dir={profile}", "--virtual-time-budget=20000", *map(str, options)],
                              check=True, capture_output=True, text=True).stdout
