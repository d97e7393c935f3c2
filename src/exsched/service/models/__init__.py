"""What the API takes and gives: one file per resource, apart from what is stored."""

from exsched.service.models.base import Id, Instant, Label, Model, Note

__all__ = ["Id", "Instant", "Label", "Model", "Note"]
