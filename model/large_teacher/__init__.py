"""A large recurrent teacher for one GPU, from the IMDB reviews alone.

    while [ "$(python -m model.large_teacher --run runs/large-teacher | tail -n 1)" = "run again" ]
    do :; done

    reviews ─► language models ─► member `labelled` ────────────────┐
                forward, backward ├► member `mixed` ─► soft labels ─┤ logits of every review
                                  └► member `taught` ◄─┘  ──────────┘ and every passage

The language models (language_model.py) have quasi-recurrent layers (gated_scan.py), as the network
that ships has, but three of them, sixteen times as wide. The teacher is an ensemble; each member
(members.py) is a classifier that starts from both: one learns the labels alone, one agrees with
itself on reviews without a label as well (mixed_objective.py), one learns from that one's verdicts
on them. Each reads whole reviews and passages of them (model/training/passages.py). From what they
say, `python -m model.train` learns. After --earlier verdicts.npz, what the members of that run said
takes the place of `mixed`, of passages too, and stays.

Each call stops by itself within --max-minutes (9) with a checkpoint, and its last line says
"run again" or "done"; progress and the time left go to standard error. Several GPUs share the work,
a language model or a member each, when they are started by `torchrun --nproc-per-node N -m
model.large_teacher --folder RUN`; torchrun takes --run for its own. Two processes on one GPU also
end sooner than one. --prepare-only writes reviews.npz (about 27 MB), from then on all the data
needed, where a GPU's time is dear.

Measured by two runs, before `taught` learned verdicts on passages; verdicts.npz holds the members
of both. The first, on one H100, without passages and with 12 epochs of the language models: 92.5,
92.7 and 92.9 % group-split validation of 2,589 reviews, together 93.2 %. The second learned from
it, by two processes on one H200 (--earlier model/large_teacher/verdicts.npz --seed 1;
model/artifacts/large-teacher.json): 285 s both language models, 4.35 and 4.37 nats a word, 220 s
both members, 93.1 and 93.2 %; all five members 93.5 %, each uncertain by one point. From the
literature without outside text, on other reviews: 94.1 % with an LSTM of 1,024 units and virtual
adversarial training (Miyato et al. 2017), 94.4 % with ULMFiT from IMDB alone (Howard and Ruder
2018, table 4).
"""
