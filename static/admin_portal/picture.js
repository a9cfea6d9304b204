// Shows the picture that is chosen in a field.

for (const select of document.querySelectorAll("select[data-thumbnail]")) {
  const picture = document.createElement("img")
  picture.className = "chosen-picture"
  picture.alt = ""
  select.closest(".related-widget-wrapper").after(picture)
  const show = () => {
    picture.hidden = !select.value
    if (select.value) picture.src = select.dataset.thumbnail.replace("/0/", `/${select.value}/`)
  }
  show()
  window.django.jQuery(select).on("change", show)
}
