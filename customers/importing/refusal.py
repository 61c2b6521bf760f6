"""Saying no to a file, or to one of its rows, in a sentence for the person who brought it."""


class FileRefused(Exception):
    """This file cannot be read at all; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
