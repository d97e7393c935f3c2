"""Project-scheduling instances in the files of PSPLIB, as programmes of ours.

Usage: `python -m benchmarks.psplib FOLDER [--seconds S] [--known FOLDER] [--json FILE]` solves every `.sm`
and `.mm` of a folder, by exsched and by a direct CP-SAT model of the same project. The instances of PSPLIB
and MMLIB are not in this repository; `python -m benchmarks.psplib.style` writes others in the same format,
which the results then call `ProGen-style, not PSPLIB`.
"""
