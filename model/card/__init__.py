"""The model card: everything measured about an artifact, written down and drawn.

Here: slices, robustness, faithfulness of explanations, tables, plots, the template of the words.
"""
