"""The part of docs/cli.md that follows from the commands themselves."""

from __future__ import annotations

import re

import click

from clearbar.cli.main import cli

_MARKED = "<!-- {name} -->\n"
_END = "<!-- end -->\n"


def names() -> list[str]:
    """The commands, in the order of the help."""
    return cli.list_commands(click.Context(cli))


def command(name: str) -> click.Command:
    """The command of this name."""
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def tables() -> dict[str, str]:
    """For the group and for each command: how it is called and what its options are, as Markdown."""
    context = click.Context(cli, info_name="clearbar", help_option_names=["-h", "--help"])
    found = {"clearbar": _usage(cli, context) + _listed() + _options(cli, context)}
    for name in names():
        one = command(name)
        inside = click.Context(one, parent=context, info_name=name)
        found[name] = _usage(one, inside) + _options(one, inside) + _inner(one, inside)
    return found


def _inner(one: click.Command, context: click.Context) -> str:
    """The commands of a group, one after the other."""
    told = ""
    for name, each in one.commands.items() if isinstance(one, click.Group) else ():
        inside = click.Context(each, parent=context, info_name=name)
        told += f"\n{_usage(each, inside)}{_options(each, inside)}"
    return told


def _usage(one: click.Command, context: click.Context) -> str:
    return f"```text\n{context.command_path} {' '.join(one.collect_usage_pieces(context))}\n```\n\n"


def _listed() -> str:
    rows = [f"| [`{name}`](#clearbar-{name}) | {_short(name)} |\n" for name in names()]
    return "| command | what it does |\n|---|---|\n" + "".join(rows) + "\n"


def _short(name: str) -> str:
    found = re.search(rf"^  {name} +(.+)$", cli.get_help(click.Context(cli, terminal_width=200)), re.MULTILINE)
    assert found, name
    return found[1]


def _options(one: click.Command, context: click.Context) -> str:
    rows = []
    for parameter in one.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record:
            rows.append(f"| `{_cell(record[0])}` | {_cell(record[1])} |\n")
    return "| option | what it does |\n|---|---|\n" + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def marked(text: str, name: str) -> str | None:
    """What stands between the marks of this name; None without them."""
    found = re.search(re.escape(_MARKED.format(name=name)) + "(.*?)" + re.escape(_END), text, re.DOTALL)
    return found[1] if found else None


def renewed(text: str) -> str:
    """The page with all marked parts written anew."""
    for name, table in tables().items():
        old = marked(text, name)
        assert old is not None, f"no marks for {name}"
        start = _MARKED.format(name=name)
        text = text.replace(f"{start}{old}{_END}", f"{start}{table}{_END}")
    return text
