"""The conformance rules of calendar feeds, checked on the bytes before anybody can fetch them.

Read without a calendar library, so that a fault of the library that wrote the feed shows. The codes are B
(bytes and lines), C (calendar), E (event), Z (zones), V (two versions of one feed). Each rule stands for a
clause of RFC 5545, 5546 or 7986, or for a calendar client that was seen to lose events without it.
"""

from exsched.releasing.feed_check.codes import RULES, Finding, Level
from exsched.releasing.feed_check.feed import disagreements, findings
from exsched.releasing.feed_check.versions import findings_between

__all__ = ["RULES", "Finding", "Level", "disagreements", "findings", "findings_between"]
