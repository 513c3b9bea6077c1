"""Pages of the manual, from the command's own help."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Docs/Site"))
from command_help import command_help, default, discussion, sections, spelled  # noqa: E402


def escaped(text):
    """Text as roff takes it: a hyphen is the one that is typed, and no line is a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.splitlines())


def quoted(text):
    return '"' + escaped(text).replace('"', "\\(dq") + '"'


def page(name, abstract, body, version):
    head = [f".TH {quoted(name.upper())} 1 \"\" {quoted('posterior ' + version)} \"User Commands\"", ".SH NAME",
            f"{escaped(name)} \\- {escaped(abstract.rstrip('.'))}", ".ad l", ".nh"]
    return "\n".join(head + body) + "\n"


def paragraphs(words):
    return [line for block in words.strip().split("\n\n") if block for line in (".PP", escaped(block.strip()))]


def subcommand(command, version):
    """The page of a subcommand."""
    name = command["commandName"]
    words, examples = discussion(command)
    positional = [f"<{argument['valueName']}>" + (" ..." if argument.get("isRepeating") else "")
                  for argument in command.get("arguments", []) if argument["kind"] == "positional"]
    body = [".SH SYNOPSIS", ".B " + escaped(f"posterior {name}"), escaped(" ".join(positional + ["[options]"]))]
    body += [".SH DESCRIPTION", *paragraphs(words)] if words.strip() else []
    for title, arguments in sections(command).items():
        body.append(f".SH {quoted(title.upper())}")
        for argument in arguments:
            value = f" Default: {default(argument)}." if default(argument) else ""
            body += [".TP", ".B " + quoted(spelled(argument)), escaped(argument["abstract"] + value)]
    if examples:
        body += [".SH EXAMPLES", ".EX", escaped("\n".join(examples)), ".EE"]
    body += [".SH SEE ALSO", "\\fBposterior\\fP(1)"]
    return page(f"posterior-{name}", command.get("abstract", name), body, version)


def manual(posterior, version):
    """Every page of the manual, by the name of its file."""
    command, listed = command_help(posterior)
    pages = {f"posterior-{sub['commandName']}.1": subcommand(sub, version) for sub in listed}
    body = [".SH SYNOPSIS", ".B posterior", escaped("<subcommand> [options]"), ".SH DESCRIPTION"]
    body += paragraphs(command["discussion"]) + [".SH SUBCOMMANDS"]
    for sub in listed:
        body += [".TP", f"\\fB{escaped('posterior-' + sub['commandName'])}\\fP(1)", escaped(sub["abstract"])]
    pages["posterior.1"] = page("posterior", command["abstract"], body, version)
    return pages
