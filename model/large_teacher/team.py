"""Several processes on one machine, one for each GPU, as torchrun starts them.

    torchrun --nproc-per-node 4 -m model.large_teacher --folder runs/large-teacher

They share out whole tasks, such as a language model each. So no gradient is sent, and the result is
what one process alone makes. Without torchrun there is one, which does everything.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import distributed

_PATIENCE = timedelta(days=5)  # for the others: SageMaker ends no job later


@dataclass(frozen=True)
class Team:
    rank: int
    size: int

    @property
    def first(self) -> bool:
        return self.rank == 0

    def share(self, n_tasks: int, do: Callable[[int], bool]) -> bool:
        """Do this process's part of the tasks; when all have, whether all were done."""
        return self.agree(all(do(i) for i in range(self.rank, n_tasks, self.size)))

    def agree(self, well: bool) -> bool:
        """Wait for the others, and say whether all is well."""
        if self.size == 1:
            return well
        n_well = torch.tensor(int(well))
        distributed.all_reduce(n_well)
        return int(n_well) == self.size


def leave() -> None:
    """Before the process ends: with threads of the group still waiting, its end may be an abort."""
    if distributed.is_initialized():
        distributed.destroy_process_group()


def join() -> Team:
    """The team that torchrun started, or one of one."""
    team = Team(int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1")))
    if team.size > 1 and not distributed.is_initialized():
        distributed.init_process_group("gloo", timeout=_PATIENCE)
        if torch.cuda.is_available():
            torch.cuda.set_device(team.rank % torch.cuda.device_count())
    return team
