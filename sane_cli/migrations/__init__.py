"""Steps from one version of a schema to the next: one file is one step, such as ``case_1_to_2.py``."""
