// Uploads many files at once, with progress: by choosing them, or by dropping them anywhere on the page.

const form = document.querySelector("form.upload")

if (form) {
  const AT_ONCE = 2
  const list = form.querySelector(".uploads")
  const sum = form.querySelector(".upload-sum")
  const input = form.querySelector("input[type=file]")
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value
  const words = list.dataset
  const queue = []
  let running = 0
  let all = 0
  let done = 0

  const element = (name, className, text = "") => {
    const made = document.createElement(name)
    made.className = className
    made.textContent = text
    return made
  }

  function add(files) {
    for (const file of files) {
      const row = element("li", "upload-row")
      const bar = element("progress", "upload-bar")
      bar.max = 100
      bar.value = 0
      bar.setAttribute("aria-label", file.name)
      const state = element("span", "upload-state", words.waiting)
      row.append(element("span", "upload-name", file.name), bar, state)
      list.append(row)
      queue.push({ file, row, bar, state })
      all += 1
    }
    tell()
    next()
  }

  function tell() {
    sum.textContent = all ? `${done} / ${all}` : ""
  }

  function next() {
    while (running < AT_ONCE && queue.length) {
      running += 1
      send(queue.shift())
    }
  }

  function send({ file, row, bar, state }) {
    const request = new XMLHttpRequest()
    request.open("POST", form.action)
    request.setRequestHeader("Accept", "application/json")
    request.setRequestHeader("X-CSRFToken", token)
    request.responseType = "json"
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100
      state.textContent = `${Math.round(bar.value)} %`
    })
    request.addEventListener("loadend", () => {
      finish(row, bar, state, request)
      running -= 1
      done += 1
      tell()
      next()
    })
    const data = new FormData()
    data.append("file", file)
    request.send(data)
  }

  function finish(row, bar, state, request) {
    const answer = request.response
    bar.remove()
    if (request.status === 200 && answer?.url) {
      const link = element("a", "upload-link", words.describe)
      link.href = answer.url
      link.setAttribute("aria-label", `${words.describe}: ${answer.name}`)
      row.classList.add("is-done")
      state.textContent = answer.known ? words.known : words.added
      row.append(link)
      if (answer.thumbnail) {
        const picture = element("img", "upload-thumbnail")
        picture.alt = ""
        picture.src = answer.thumbnail
        row.prepend(picture)
      }
    } else {
      row.classList.add("is-refused")
      state.textContent = answer?.error || (request.status ? words.refused : words.failed)
    }
  }

  const isFiles = (event) => event.dataTransfer?.types.includes("Files")
  document.addEventListener("dragover", (event) => {
    if (!isFiles(event)) return
    event.preventDefault()
    form.classList.add("is-over")
  })
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("is-over")
  })
  document.addEventListener("drop", (event) => {
    if (!isFiles(event)) return
    event.preventDefault()
    form.classList.remove("is-over")
    add(event.dataTransfer.files)
  })
  input.addEventListener("change", () => {
    add(input.files)
    input.value = ""
  })
  form.addEventListener("submit", (event) => event.preventDefault())
  form.classList.add("is-ready")
}
