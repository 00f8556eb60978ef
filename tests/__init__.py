"""The tests: the same houses once more, and the whole chain."""
