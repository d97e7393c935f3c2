"""The long campaign: thousands of small programmes on which all ways to an answer must agree.

`python -m tests.campaign` runs it; the tests of this package run a few of each.
"""
