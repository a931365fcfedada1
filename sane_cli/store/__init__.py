"""The outside world: files, YAML, git, the ledger. It gives the core plain values and takes finished bytes."""
