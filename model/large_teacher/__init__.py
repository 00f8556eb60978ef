"""A large recurrent teacher for one GPU, from the IMDB reviews alone.

    while [ "$(python -m model.large_teacher --run runs/large-teacher | tail -n 1)" = "run again" ]
    do :; done

    reviews ─► language models ─► voice `labelled` ────────────────┐
                forward, backward ├► voice `mixed` ─► soft labels ─┤ logits of every review
                                  └► voice `taught` ◄─┘  ──────────┘

The language models (language_model.py) have quasi-recurrent layers (gated_scan.py), as the network
that ships has, but three of them, sixteen times as wide. A voice (voices.py) is a classifier that
starts from both: one learns the labels alone, one agrees with itself on reviews without a label as
well (mixed_objective.py), one learns from that one's verdicts on them. From what they say of each
review, `python -m model.train --large-teacher RUN` learns.

Each call stops by itself within --max-minutes (9) with a checkpoint, and its last line says
"run again" or "done"; progress and the time left go to standard error. Several GPUs share the work,
a language model or a voice each, when they are started by `torchrun --nproc-per-node N -m
model.large_teacher --folder RUN`; torchrun takes --run for its own. --prepare-only writes
reviews.npz (about 27 MB), from then on all the data needed, where a GPU's time is dear.

Measured once, on one H100 with 21 GB of its memory (model/artifacts/large-teacher.json): 130 s each
language model, 27, 137 and 187 s the voices. Group-split validation of 2,589 reviews: 92.5, 92.7
and 92.9 %, together 93.2 %, each uncertain by one point. The language models' loss is 4.38 and 4.40
nats a word. From the literature without outside text, on other reviews: 94.1 % with an LSTM of
1,024 units and virtual adversarial training (Miyato et al. 2017), 94.4 % with ULMFiT from IMDB
alone (Howard and Ruder 2018, table 4).
"""
