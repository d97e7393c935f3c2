"""The outer edge of the service: plain ASGI, no framework."""
