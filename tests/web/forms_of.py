"""The forms of a page that write something, and what a browser would send of each."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

FILLERS = {"email": "new@example.org", "number": "3", "date": "2026-06-01", "time": "12:00"}
Said = dict[str, str | None]


@dataclass
class Form:
    """Where it goes, what it holds, and everything that it offers."""

    action: str  # empty: the page it stands on
    writes: bool = True
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)  # name, value, address

    def ways(self) -> list["Form"]:
        """One form for each button that goes elsewhere or says something."""
        if not self.buttons:
            return [self]
        return [
            Form(address or self.action, True, self.values | ({name: [value]} if name else {}), self.offered)
            for name, value, address in self.buttons
        ]


class Forms(HTMLParser):
    """Reads a page; `found` has its forms by their id or number."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, Form] = {}
        self._open: str = ""
        self._names = ("", False)  # of the field whose text or options follow, and whether it needs a value
        self._words: list[str] = []
        self._elsewhere: list[tuple[str, tuple[str, str, str]]] = []
        self.feed(page)

    def forms(self) -> list[Form]:
        """One for each way to send one of them."""
        for whose, button in self._elsewhere:
            self.found[whose].offered.add(button[0])
            self.found[whose].buttons.append(button)
        return [way for form in self.found.values() if form.writes for way in form.ways()]

    def _form(self, said: Said) -> Form | None:
        return self.found.get(said.get("form") or self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: Said = dict(attrs)
        if tag == "form":
            self._open = said.get("id") or str(len(self.found))
            writes = (said.get("method") or "").lower() == "post"
            self.found[self._open] = Form(said.get("action") or "", writes)
        elif tag == "button":
            self._read_button(said)
        elif form := self._form(said):
            reader = getattr(self, f"_read_{tag}", None)
            if reader:
                reader(form, said)

    def _read_input(self, form: Form, said: Said) -> None:
        name, kind = said.get("name") or "", said.get("type") or "text"
        form.offered.add(name)
        if not name or kind in {"submit", "file"}:
            return
        if kind in {"checkbox", "radio"}:
            is_first = "required" in said and kind == "radio" and name not in form.values
            if "checked" in said or is_first:
                form.values[name] = [said.get("value", "on") or ""]
            return
        value = said.get("value") or ""
        form.values[name] = [value or (FILLERS.get(kind, "Word") if "required" in said else "")]

    def _read_button(self, said: Said) -> None:
        """It may stand before its form, or within another."""
        if said.get("type", "submit") == "submit" and (whose := said.get("form") or self._open):
            button = (said.get("name") or "", said.get("value") or "", said.get("formaction") or "")
            self._elsewhere.append((whose, button))

    def _read_select(self, form: Form, said: Said) -> None:
        self._names = (said.get("name") or "", "required" in said)
        form.offered.add(self._names[0])
        form.values[self._names[0]] = []

    def _read_option(self, form: Form, said: Said) -> None:
        name, is_needed = self._names
        value = said.get("value") or ""
        is_first = not form.values.get(name) or (is_needed and form.values[name] == [""])
        if "selected" in said or is_first:
            form.values[name] = [value]

    def _read_textarea(self, form: Form, said: Said) -> None:
        self._names, self._words = (said.get("name") or "", "required" in said), []
        form.offered.add(self._names[0])

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = ""
        elif tag == "textarea" and (form := self.found.get(self._open)):
            name, is_needed = self._names
            text = "".join(self._words).strip("\n")
            form.values[name] = [text or ("Word" if is_needed else "")]
