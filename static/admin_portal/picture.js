// Shows the picture that is chosen in a field, and those that can be: many have one name.

for (const select of document.querySelectorAll("select[data-thumbnail]")) {
  const $ = window.django.jQuery
  const thumbnail = (key) => select.dataset.thumbnail.replace("/0/", `/${key}/`)
  const image = (className) => Object.assign(document.createElement("img"), { className, alt: "", loading: "lazy" })

  const picture = image("chosen-picture")
  select.closest(".related-widget-wrapper").after(picture)
  const show = () => {
    picture.hidden = !select.value
    if (select.value) picture.src = thumbnail(select.value)
  }
  show()
  $(select).on("change", show)

  const withPicture = ({ id, text }) => {
    if (!id) return text
    const choice = document.createElement("span")
    choice.className = "picture-choice"
    choice.append(Object.assign(image("thumbnail"), { src: thumbnail(id) }), text)
    return choice
  }
  $(select).on("select2:opening", () => $(select).data("select2").options.set("templateResult", withPicture))
}
