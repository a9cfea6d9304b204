"""The doors that are open to programs of every origin."""

from django.http import HttpResponse

from articles.pages import CACHED

DOORS = ("/api/v1/", "/oembed")


class OpenDoorsMiddleware:
    """Let programs of other sites read what is there for them: the same for everybody, nothing of anybody's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(DOORS):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
            response.headers["Access-Control-Max-Age"] = "86400"
        else:
            if request.method == "HEAD":
                request.method = "GET"  # the server leaves out the body
            response = self.get_response(request)
            if response.status_code == 200:
                response.headers["Cache-Control"] = CACHED
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
        return response
