"""What a draft still lacks is named as ``--set`` takes it."""


def test_a_missing_part_of_a_block_is_named_with_its_block(playbook):
    path = playbook.case(status="draft")
    text = path.read_text()
    path.write_text(text.replace('"tlp": "TLP:CLEAR", ', "").replace("  tlp: TLP:CLEAR\n", ""))
    assert path.read_text() != text
    (found,) = [each for each in playbook.findings("schema-valid") if "sample" in each.place.path]
    assert "sharing.tlp" in found.message
