"""A rule's page, made of its own words, for ``docs/rules/`` and for ``sane validate --explain``."""

from __future__ import annotations

from sane_cli.core.rule import Rule
from sane_cli.core.words import _


def page(name: str, rule: Rule) -> str:
    """Write the Markdown page of the rule called ``name``."""
    kinds = ", ".join(sorted(kind.value for kind in rule.kinds))
    facts = _("Severity: {severity} · Looks at: {kinds} · {waivable}").format(
        severity=_(rule.severity.value),
        kinds=kinds,
        waivable=_("Can be waived") if rule.waivable else _("Cannot be waived"),
    )
    title = _(rule.title)
    lead = _("This rule finds {title}.").format(title=title)
    reasons = f"**{_('Why')}.** {_(rule.why)}\n\n**{_('What to do')}.** {_(rule.remedy)}"
    samples = f"{_('Good')}:\n\n```yaml\n{rule.good}```\n\n{_('Not good')}:\n\n```yaml\n{rule.bad}```"
    return f"# {name}\n\n{lead}\n\n{facts}\n\n{reasons}\n\n{samples}\n"
