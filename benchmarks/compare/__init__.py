"""Compare engines on generated programmes at equal time.

Usage: `python -m benchmarks.compare --sizes 50,100,300 --seeds 5 --seconds 60 [--engines exsched,plain,list]
[--hidden] [--workers 2] [--out FOLDER]`.

Each run has a process of its own, one after the other. `runs.jsonl` in the folder gets one line for each run,
`curves.svg` value and bound over time; a table goes to standard output.

The one number that is compared is the sum of the tiers, each weighed with what the generator says that a
unit of it is worth (`benchmarks.generator.prices`); it stands for a planner's judgement, not for the
lexicographic order in which exsched optimises, so an engine that gives up a little of the first tier for
much of the second can win here. The values of the tiers are in the JSON. Where an engine has no schedule,
the value is that of the empty one if the checker allows it, else the run counts as none. Ratios are to the
first engine named, on the instances where both have one. Time counts from the problem in memory; building
the model is part of it. Schedules are measured by the goals' own `measure`, and the best of each run are
judged by the whole checker, both after the time is over.
"""
