"""The page that explains the JSON API, made from the same description that machines get."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.pages import page
from languages.names import default_code, language, site_codes
from portal.api import api


@require_safe
def guide(request) -> HttpResponse:
    """Show what the API offers; in English, whatever the site's languages are."""
    code = "en" if "en" in site_codes() else default_code()
    schema = api.get_openapi_schema()
    response = page(
        "portal/api.html",
        code,
        {},
        guide_language=None if code == "en" else language("en"),
        root=f"{settings.SITE_URL}{reverse('api:languages').removesuffix('languages/')}",
        schema_address=reverse("api:openapi-json"),
        operations=[
            {
                "path": path,
                "summary": operation["description"],
                "parameters": [_parameter(parameter) for parameter in operation.get("parameters", ())],
                "answer": _type(operation["responses"][200]["content"]["application/json"]["schema"]),
            }
            for path, methods in schema["paths"].items()
            for operation in methods.values()
        ],
        kinds=[
            {
                "name": name,
                "fields": [
                    {"name": field, "type": _type(kind), "description": kind.get("description", "")}
                    for field, kind in details["properties"].items()
                ],
            }
            for name, details in schema["components"]["schemas"].items()
        ],
    )
    response.headers["Content-Language"] = "en"
    return response


@require_safe
def index(request) -> JsonResponse:
    """Tell where everything is."""
    names = ("languages", "articles", "topics", "tags", "search")
    doors = {name: reverse(f"api:{name}") for name in names}
    doors |= {"description": reverse("api:openapi-json"), "guide": reverse("api")}
    return JsonResponse({name: f"{settings.SITE_URL}{address}" for name, address in doors.items()})


@require_safe
def unknown(request, rest) -> JsonResponse:
    return JsonResponse({"detail": "Not Found"}, status=404)


def _parameter(parameter: dict) -> dict:
    kind = parameter["schema"]
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "type": _type(kind),
        "default": kind.get("default") or "",
        "description": kind.get("description", ""),
    }


def _type(kind: dict) -> str:
    """Return a short name for a kind of value of the schema."""
    if "$ref" in kind:
        return kind["$ref"].rpartition("/")[2]
    if "anyOf" in kind:
        return " or ".join(_type(choice) for choice in kind["anyOf"])
    if kind.get("type") == "array":
        return f"list of {_type(kind['items'])}"
    if kind.get("type") == "object":
        return "object by language code"
    return "moment" if kind.get("format") == "date-time" else kind.get("type", "")
