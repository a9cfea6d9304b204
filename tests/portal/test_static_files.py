import json

from django.core.files.storage import FileSystemStorage

from portal.static_files import StaticFiles


def test_the_readers_style_sheet_is_one_file(tmp_path):
    source = FileSystemStorage(tmp_path / "source")
    sheets = {
        "site/site.css": '@import url("body.css");\n\nmain { margin: 0 }\n',
        "site/body.css": ".body { color: red }\n",
    }
    for name, sheet in sheets.items():
        for folder in ("source", "served"):
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(sheet)
    storage = StaticFiles(location=tmp_path / "served", base_url="/static/")

    processed = list(storage.post_process({name: (source, name) for name in sheets}))

    assert not any(isinstance(result, Exception) for _name, _hashed, result in processed)
    names = json.loads((tmp_path / "served" / "staticfiles.json").read_text())["paths"]
    served = (tmp_path / "served" / names["site/site.css"]).read_text()
    assert "@import" not in served
    assert served.index(".body { color: red }") < served.index("main { margin: 0 }")
    assert (tmp_path / "served" / names["site/body.css"]).exists()
