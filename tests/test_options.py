"""An option carries its sentence, default and check beside its name and type."""

from dataclasses import FrozenInstanceError, dataclass, field
from types import MappingProxyType
from typing import Any

import pytest

from publisher.options import convert_of, is_required, option, option_fields, sentence_of


@dataclass(frozen=True, kw_only=True)
class Tea:
    name: str = option("What is in the pot.")
    cups: int = option("How many.", default=2)
    herbs: Any = option("Which herbs.", default=MappingProxyType({}), convert=str.title)
    brewed: bool = field(default=False)


def test_only_options_are_for_a_settings_file() -> None:
    """A field without a sentence is nobody's to set."""
    assert list(option_fields(Tea)) == ["name", "cups", "herbs"]


@pytest.mark.parametrize(("name", "required"), [("name", True), ("cups", False), ("herbs", False)])
def test_required_means_without_a_default(name: str, required: bool) -> None:
    """A default of any kind makes an option optional."""
    assert is_required(option_fields(Tea)[name]) is required


def test_sentence_and_conversion() -> None:
    """What a person reads, and what checks the value, are found again."""
    herbs = option_fields(Tea)["herbs"]
    assert (sentence_of(herbs), convert_of(herbs)) == ("Which herbs.", str.title)
    assert convert_of(option_fields(Tea)["name"]) is None


def test_options_are_values() -> None:
    """Defaults fill in, two of the same are equal, and nobody changes one."""
    tea = Tea(name="mint")
    assert tea == Tea(name="mint", cups=2, herbs=MappingProxyType({}))
    with pytest.raises(FrozenInstanceError):
        tea.cups = 3  # type: ignore[misc]
