"""Hold counters, sentence splitting and the importer to data that lies beside the checkout; prints a line a check."""

import json
import sys
from pathlib import Path

from publisher.content import importers
from publisher.sentences import sentences
from publisher.social._regex import clusters
from publisher.social.counting import graphemes, utf8_bytes, x_weight
from publisher.social.facets import Facet, facets
from publisher.social.x_links import links


def main(vectors: Path, seed: Path) -> int:
    """Run every check; the exit code is the number of those that failed."""
    checks = {
        "X weight, every case in force": _x_weights(vectors / "x_weighted_length.json"),
        "X links, every case": _x_links(vectors / "x_extract.json"),
        "Bluesky links and hashtags, every case": _bluesky_facets(vectors / "bluesky_facets.json"),
        "Bluesky lengths, every case": _bluesky_lengths(vectors / "bluesky_lengths.json"),
        "Unicode 18 clusters, every case": _clusters(vectors / "unicode_grapheme_break.json"),
        "no clinic sentence is cut too early": _sentences(vectors / "sentences_clinic_own.json"),
        "a post pasted from a page becomes one": _pasted(seed / "blog-post-as-pasted.txt"),
    }
    for name, faults in checks.items():
        print(f"{'FAILED' if faults else 'passed'}: {name}{''.join(f'{chr(10)}    {fault}' for fault in faults)}")
    return sum(bool(faults) for faults in checks.values())


def _x_weights(path: Path) -> list[str]:
    cases = json.loads(path.read_text("utf-8"))["weighted_v3"]
    return [
        f"{case['description']}: {x_weight(case['text'])}, not {case['expected']['weightedLength']}"
        for case in cases
        if x_weight(case["text"]) != case["expected"]["weightedLength"]
    ]


def _x_links(path: Path) -> list[str]:
    """Each address found where it stands, and the text weighed with 23 for each."""
    kinds = json.loads(path.read_text("utf-8"))
    faults = []
    for case in (case for name, cases in kinds.items() if name.startswith("urls") for case in cases):
        text, expected = case["text"], [one["url"] if isinstance(one, dict) else one for one in case["expected"]]
        found = [text[link.start : link.end] for link in links(text)]
        if found != expected:
            faults.append(f"{case['description']}: {found}, not {expected}")
    return faults


def _bluesky_facets(path: Path) -> list[str]:
    cases = json.loads(path.read_text("utf-8"))
    faults = []
    for case in cases["segments"]:
        parts = [part for part in case["segments"] if not part.get("target", "did:").startswith("did:")]
        found = [(_cut(case["text"], one), one.uri) for one in facets(case["text"]) if one.uri]
        if found != [(part["text"], part["target"]) for part in parts]:
            faults.append(f"{case['text']!r}: {found}")
    for case in cases["hashtags"]:
        found = [(one.tag, {"byteStart": one.start, "byteEnd": one.end}) for one in facets(case["text"]) if one.tag]
        if found != list(zip(case["tags"], case["index"], strict=True)):
            faults.append(f"{case['text']!r}: {found}")
    return faults


def _cut(text: str, facet: Facet) -> str:
    return text.encode()[facet.start : facet.end].decode()


def _bluesky_lengths(path: Path) -> list[str]:
    counters = {"utf8_bytes": utf8_bytes, "graphemes": graphemes}
    return [
        f"{case['text']!r}: {name} {count(case['text'])}, not {case[name]}"
        for case in json.loads(path.read_text("utf-8"))["cases"]
        for name, count in counters.items()
        if case.get(name) is not None and count(case["text"]) != case[name]
    ]


def _clusters(path: Path) -> list[str]:
    faults = []
    for case in json.loads(path.read_text("utf-8"))["v18_0"]:
        expected = ["".join(chr(int(code, 16)) for code in cluster) for cluster in case]
        text = "".join(expected)
        if clusters(text) != expected or graphemes(text) != len(expected):
            faults.append(f"{text!r}: {clusters(text)}")
    return faults


def _sentences(path: Path) -> list[str]:
    faults = []
    for case in json.loads(path.read_text("utf-8"))["cases"]:
        first = " ".join(case["sentences"][0].split())
        found = sentences([case["text"]], "en")
        if found and len(" ".join(found[0].split())) < len(first):
            faults.append(f"{found[0]!r} is only part of {first!r}")
    return faults


def _pasted(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    site = "Dr. Tatyana's Health and Wellness Blog"
    post = importers.read(path.name, path.read_bytes(), site_title=site)
    facts = {
        "title": post.title == "How Acupuncture Helps with Chronic Pain and Inflammation",
        "author": post.authors == ("Dr. Tatyana",),
        "date": str(post.published)[:10] == "2024-03-04",
        "ambiguous date named": any("3/4/2024" in note for note in post.notes),
        "headings": post.body.count("\n## ") + post.body.startswith("## ") == 5,
        "list with bold lead-ins": post.body.count("- **") == 4,
        "page furniture left out": not any(words in post.body for words in (site, "Share this post", "Check back")),
        "title once": post.title not in post.body,
    }
    body = " ".join(post.body.replace("**", "").split())
    paragraphs = [" ".join(line.strip(" •").split()) for line in text.splitlines() if len(line) > 120]
    places = [body.find(paragraph) for paragraph in paragraphs if "Check back" not in paragraph]
    facts["every sentence kept, in order"] = -1 not in places and places == sorted(places)
    return [fact for fact, holds in facts.items() if not holds]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
