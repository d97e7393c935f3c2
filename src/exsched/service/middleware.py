"""What happens to every request before the application sees it; feeds do not come this way.

Outermost first: the log and the headers, which Host is meant, how large and of which type the body is,
whether a browser was sent here by another site, and how many requests there were.
"""

from exsched.service.context import Service
from exsched.service.edge.asgi import App
from exsched.service.edge.bodies import Bodies
from exsched.service.edge.gate import Gate
from exsched.service.edge.observed import Observed


def wrap(app: App, service: Service) -> App:
    """The application with everything that stands before it."""
    return Observed(Gate(Bodies(app, service.settings), service), service.settings)
