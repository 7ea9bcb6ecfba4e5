"""`clearbar lint`: what is wrong with a written standard, before anybody is held to it."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.flow.assess import ENGINES, heard
from clearbar.flow.define import read_book
from clearbar.flow.inform import FINDINGS, findings
from clearbar.flow.lint import RULES, explain
from clearbar.flow.lint import lint as lint_book


def _explain(context: click.Context, option: click.Parameter, name: str | None) -> None:
    """Tells the page of a rule, and nothing else."""
    del option
    if name and not context.resilient_parsing:
        rule = explain(name)
        languages = f"\n\nReads: {', '.join(sorted(rule.languages))}; silent elsewhere." if rule.languages else ""
        fault = "\n\nA fault: nothing is played until it is mended." if rule.fault else ""
        click.echo(f"{rule.code} {rule.name} ({rule.test.value})\n\n{rule.page}{languages}{fault}")
        context.exit()


def _list(context: click.Context, option: click.Parameter, asked: bool) -> None:
    """Lists the rules, and nothing else."""
    del option
    if asked and not context.resilient_parsing:
        click.echo("\n".join(f"{rule.code}  {rule.name:<24} {rule.summary}" for rule in RULES.values()))
        context.exit()


@click.command()
@click.argument("book", type=click.Path(path_type=Path))
@click.option("--evidence", type=click.Path(path_type=Path), help="Folder of evidence, for the rules that measure.")
@click.option(
    "--select", multiple=True, metavar="RULES", help="Only these rules: codes, beginnings or names, by comma."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="All but these rules.")
@click.option(
    "--format", "form", type=click.Choice(FINDINGS), default="text", show_default=True, help="How findings are told."
)
@click.option(
    "--explain", metavar="RULE", callback=_explain, expose_value=False, is_eager=True, help="Tell what a rule asks for."
)
@click.option("--rules", is_flag=True, callback=_list, expose_value=False, is_eager=True, help="List all rules.")
@click.option(
    "--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True, help="What counts the evidence."
)
@click.pass_context
def lint(
    context: click.Context,
    book: Path,
    evidence: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    engine: str,
) -> None:
    """Read BOOK as its staff and customers will, and tell where a standard fails to be one, or a scenario beside it.

    A line of a file lets a finding stand with a comment that says why: `# allow CB111: the law's own word`.
    Exit code 0 if nothing was found, 1 if something was, 2 if the book cannot be read.
    """
    told = heard(read_book(book), evidence, engine=engine) if evidence else None
    linted = lint_book(book, told, select=_split(select), ignore=_split(ignore))
    click.echo(findings(linted, RULES, form, book))
    context.exit(1 if linted.findings else 0)


def _split(given: tuple[str, ...]) -> list[str]:
    return [name.strip() for names in given for name in names.split(",") if name.strip()]
