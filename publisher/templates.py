"""Templates of letters and pages: found, filled, and their faults reported; only import of jinja2."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import Problem, TemplateError
from publisher.files import private_folder

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

_PLAIN = ("css", "txt")  # the kinds of template in which `&amp;` would be shown as it stands


def environment(folders: Sequence[Path], *, compiled: Path | None = None) -> "jinja2.Environment":
    """Templates from the folders, an earlier folder's before a later one's.

    Values are escaped, in style sheets and plain text excepted; an undefined name is an error, never an empty place.
    `compiled` is a private folder to keep compiled templates in: compiling one takes longer than filling it.
    """
    import jinja2

    if compiled:
        private_folder(compiled)

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=jinja2.select_autoescape(disabled_extensions=_PLAIN, default=True, default_for_string=True),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=jinja2.FileSystemBytecodeCache(str(compiled)) if compiled else None,
        auto_reload=False,  # one run sees one state of a template, even if somebody saves it meanwhile
    )


def fill(templates: "jinja2.Environment", name: str, values: Mapping[str, object]) -> str:
    """The template's text with the values in it.

    Raises `TemplateError` with file and line when the template is missing, cannot be read or uses an unknown name.
    """
    import jinja2

    try:
        return templates.get_template(name).render(values)
    except jinja2.TemplateNotFound as error:
        problem = Problem(source=f"templates/{error.name}", text=f"is missing, and filling {name} needs it")
        raise TemplateError([problem]) from error
    except jinja2.TemplateSyntaxError as error:
        problem = Problem(source=f"templates/{error.name or name}", line=error.lineno, text=error.message or "")
        raise TemplateError([problem]) from error
    except jinja2.UndefinedError as error:
        raise TemplateError([_undefined(templates, name, error)]) from error


def own_html(html: str) -> "Markup":
    """HTML that we made or cleaned, for a template to show as it is: the one place where escaping is switched off."""
    from markupsafe import Markup

    return Markup(html)  # noqa: S704


def _undefined(templates: "jinja2.Environment", name: str, error: Exception) -> Problem:
    """Where the unknown name stands: jinja2 tells it in the traceback alone, as a frame of the template's own file."""
    folders = getattr(templates.loader, "searchpath", ())
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        for folder in folders:
            if Path(frame.filename).is_relative_to(folder):
                place = Path(frame.filename).relative_to(folder).as_posix()
                return Problem(source=f"templates/{place}", line=frame.lineno or 0, text=str(error))
    return Problem(source=f"templates/{name}", text=str(error))
