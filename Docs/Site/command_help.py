"""The command's own help, as the pages of the site and of the manual are made from it."""
import json
import subprocess


def command_help(posterior):
    """The command, and its subcommands."""
    dump = subprocess.run([str(posterior), "--experimental-dump-help"], stdout=subprocess.PIPE, check=True).stdout
    command = json.loads(dump)["command"]
    return command, [sub for sub in command["subcommands"] if sub["commandName"] != "help"]


def discussion(command):
    """The words of a subcommand's help, and the lines of its examples."""
    words, _, examples = command.get("discussion", "").partition("EXAMPLES\n")
    return words, [line.removeprefix("  ") for line in examples.rstrip().splitlines()]


def sections(command):
    """The arguments that help shows, by the title above them."""
    sections = {}
    for argument in command.get("arguments", []):
        if argument.get("shouldDisplay", True) and argument.get("abstract"):
            sections.setdefault(argument.get("sectionTitle", "Arguments and options"), []).append(argument)
    return sections


def spelled(argument):
    """How an argument is given."""
    names = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names", [])]
    value = f"<{argument['valueName']}>" if argument["kind"] != "flag" and argument.get("valueName") else ""
    return " ".join(filter(None, [", ".join(names), value]))


def default(argument):
    """An argument's default, where its words do not say it."""
    return None if "Default:" in argument["abstract"] else argument.get("defaultValue")
