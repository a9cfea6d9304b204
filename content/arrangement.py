"""What editors placed on a topic's page, as ``topics/<key>/sections.yaml`` says it.

``pinned`` names the articles at the top. Every other key stands for a section, in the order of the
file: its title in each language, and under ``articles`` the folder names of its articles.
"""

from pathlib import Path

from content import frontmatter
from content.bundles import decoded
from content.frontmatter import Fault, quoted
from languages.columns import localized, text_of
from languages.names import site_codes
from topics.models import Place, Section, Topic

FILE = "sections.yaml"
MAX_TITLE = 200


def take_in(path: Path, mapping: dict[str, str], article_key) -> str:
    """Arrange the topic in whose folder the file lies, and tell whether that changed anything; raises Fault.

    ``article_key`` gives the article of a folder name, None where there is none.
    """
    topic = Topic.objects.filter(key=path.parent.name).first()
    if topic is None:
        raise Fault("There is no topic in this folder.")
    before = written(topic)
    topic.places.all().delete()
    topic.sections.all().delete()
    taken = set()
    for number, (key, node, line) in enumerate(frontmatter.mapping(decoded(path.read_bytes())), 1):
        if key == "pinned":
            section, names = None, frontmatter.content(key, node, line)
        else:
            said = frontmatter.entries(node)
            names = said.pop("articles", [])
            section = Section.objects.create(topic=topic, position=number, **_titles(key, said, mapping, line))
        for position, name in enumerate(names if isinstance(names, list) else [names], 1):
            article = article_key(name)
            if article is None or article in taken:
                raise Fault(f"There is no article “{name}”, or it has a place already.", line)
            taken.add(article)
            Place.objects.create(topic=topic, article_id=article, section=section, position=position)
    if written(topic) == before:
        return "unchanged"
    return "changed" if before else "created"


def _titles(key: str, said: dict, mapping: dict[str, str], line: int) -> dict[str, str]:
    titles = {mapping.get(code.lower(), code.lower()): title for code, title in said.items()}
    if any(not isinstance(title, str) or len(title) > MAX_TITLE for title in titles.values()):
        raise Fault(f"The titles of “{key}” must be texts of at most {MAX_TITLE} characters.", line)
    return {localized("title", code): title for code, title in titles.items() if code in site_codes()}


def written(topic: Topic) -> str:
    """Return the lines of a topic's file, none for one on which nothing is placed."""
    places = {}
    for section, key in topic.places.order_by("position", "pk").values_list("section", "article__key"):
        places.setdefault(section, []).append(quoted(key or ""))
    lines = [f"pinned: [{', '.join(places[None])}]\n"] if None in places else []
    for number, section in enumerate(topic.sections.order_by("position", "pk"), 1):
        said = [f"{code}: {quoted(title)}" for code in site_codes() if (title := text_of(section, "title", code))]
        said += [f"articles: [{', '.join(places[section.pk])}]"] if section.pk in places else []
        lines.append(f"section-{number}: {{{', '.join(said)}}}\n")
    return "".join(lines)
