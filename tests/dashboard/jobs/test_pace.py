"""The pace grows while answers are quick, halves once for each crowd, and never stands still."""

import threading

from dashboard.jobs.pace import Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def full_house(pace: Pace) -> list[float]:
    return [pace.enter() for _ in range(int(pace.limit))]


def quick(pace: Pace, rounds: int) -> None:
    for _ in range(rounds):
        for since in full_house(pace):
            pace.answered(since)
            pace.leave()


def test_quick_answers_let_more_in_up_to_the_most() -> None:
    pace = Pace(at_most=16, clock=Clock())
    quick(pace, rounds=3)
    assert pace.limit > 4
    quick(pace, rounds=200)
    assert pace.limit == 16


def test_a_full_house_of_quick_answers_lets_about_one_more_in() -> None:
    pace = Pace(clock=Clock())
    for since in full_house(pace):
        pace.answered(since)
    assert 4.9 < pace.limit <= 5


def test_it_does_not_grow_while_places_stay_free() -> None:
    pace = Pace(clock=Clock())
    for _ in range(50):
        pace.answered(pace.enter())
        pace.leave()
    assert pace.limit == 4


def test_one_crowd_halves_it_once() -> None:
    clock = Clock()
    pace = Pace(clock=clock)
    quick(pace, rounds=300)
    clock.now = 1
    places = full_house(pace)
    clock.now = 2
    for since in places:
        pace.refused(since)
        pace.leave()
    assert pace.limit == 8
    pace.refused(pace.enter())
    assert pace.limit == 4


def test_slow_answers_halve_it_down_to_one() -> None:
    clock = Clock()
    pace = Pace(slow_s=1, clock=clock)
    for _ in range(10):
        since = pace.enter()
        clock.now += 2
        pace.answered(since)
        pace.leave()
    assert pace.limit == 1


def test_who_waits_gets_in_when_another_leaves() -> None:
    pace = Pace(at_most=1)
    pace.enter()
    waiting = threading.Thread(target=pace.enter, daemon=True)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    pace.leave()
    waiting.join(10)
    assert not waiting.is_alive()
