"""A CI log has other readers than a closed repository: the faulty line is not quoted there."""

import pytest

LINE = "unknown_field: INVENTED-LINE-OF-A-CASE\n"


@pytest.mark.parametrize(("label", "quoted"), [("TLP:CLEAR", True), ("TLP:AMBER", False)])
def test_the_faulty_line_is_quoted_only_where_everyone_may_read_it(playbook, sane, label, quoted):
    settings = playbook.root / "playbook" / "playbook.yaml"
    settings.write_text(settings.read_text().replace("TLP:CLEAR", label))
    case = playbook.case()
    case.write_text(case.read_text() + LINE)
    ran = sane("validate")
    assert ran.code == 1
    assert "unknown_field" in ran.out
    assert ("INVENTED-LINE-OF-A-CASE" in ran.out) is quoted
