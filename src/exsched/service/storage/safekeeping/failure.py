"""Why a backup or a restore is not done."""


class NotDone(Exception):
    """Nothing was changed; the sentence says why, `hint` what to do about it."""

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.hint = hint
