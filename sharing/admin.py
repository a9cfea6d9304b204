from datetime import timedelta

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from languages.admin import KEY
from sharing import limits, reports, switch
from sharing.models import Suggestion, Switch
from sharing.sending import send_waiting

DAYS = 30
PER_PAGE = 50
SCOPES = {
    "sender": gettext_lazy("from one network"),
    "recipient": gettext_lazy("to one address"),
    "article": gettext_lazy("about one article"),
    "site": gettext_lazy("on the whole site"),
}
PERIODS = {"hour": gettext_lazy("in an hour"), "day": gettext_lazy("in a day")}


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):
    """One page for the desk: counts, failures, limits. Nothing in it says who sent what to whom."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.overview), name="sharing_suggestion_changelist"),
            path("failing/", wrap(require_POST(self.settle_failing)), name="sharing_suggestion_failing"),
            path("switch/", wrap(require_POST(self.turn_switch)), name="sharing_suggestion_switch"),
        ]

    def overview(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        now = timezone.now()
        rows = reports.by_article_and_day(timezone.localdate(now) - timedelta(days=DAYS))
        waiting = Suggestion.objects.unfinished()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Suggestions to friends"),
            "opts": self.opts,
            "switch": Switch.objects.filter(pk=1).select_related("changed_by").first(),
            "form_is_on": settings.PORTAL_SHARE_FORM,
            "waiting": waiting.count(),
            "oldest": waiting.order_by("asked_at").values_list("asked_at", flat=True).first(),
            "failing": _failures(Suggestion.objects.failing())[:PER_PAGE],
            "failed": _failures(Suggestion.objects.failed().order_by("-pk"))[:PER_PAGE],
            "limits": [
                row | {"scope": SCOPES[row["scope"]], "period": PERIODS[row["period"]]} for row in limits.standing(now)
            ],
            "refused": limits.refusals(timezone.localdate(now)),
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
            "may_settle": self.has_change_permission(request),
            "may_stop": request.user.has_perm("sharing.stop_suggestions"),
        }
        return render(request, "admin/sharing/suggestion/overview.html", context)

    def settle_failing(self, request):
        """Try the chosen suggestions again at once, or drop them with all that is personal."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = [key for key in request.POST.getlist("suggestion") if KEY.fullmatch(key)]
        chosen = Suggestion.objects.failing().order_by().filter(pk__in=keys[:PER_PAGE])
        if "drop" in request.POST:
            count = chosen.end(Suggestion.State.DROPPED)
            told = _("Dropped: %(count)d.")
        else:
            count = chosen.update(next_attempt_at=timezone.now())
            send_waiting.enqueue()
            told = _("Tried again: %(count)d.")
        messages.success(request, told % {"count": count})
        return HttpResponseRedirect(reverse("admin:sharing_suggestion_changelist"))

    def turn_switch(self, request):
        """Stop all sending, or resume it."""
        if not request.user.has_perm("sharing.stop_suggestions"):
            raise PermissionDenied
        if "stop" in request.POST:
            switch.stop(by=request.user)
            messages.warning(request, _("Sending is stopped. What waits is kept, and given up when it is too old."))
        else:
            switch.resume(by=request.user)
            send_waiting.enqueue()
            messages.success(request, _("Sending goes on."))
        return HttpResponseRedirect(reverse("admin:sharing_suggestion_changelist"))


def _failures(suggestions):
    """Return what the desk may know of suggestions: nothing that is personal."""
    return suggestions.select_related("edition").only(
        "day", "state", "attempts", "reply", "next_attempt_at", "edition__title", "edition__language"
    )
