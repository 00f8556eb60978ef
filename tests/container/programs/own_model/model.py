"""Inverts numbers."""


class Model:
    def predict(self, numbers: list[float]) -> list[float]:
        return [1 / number for number in numbers]
