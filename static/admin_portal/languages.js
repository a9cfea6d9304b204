// Shows one language of the form at a time, and another's text beside it. Rows are hidden, never moved.

const form = document.querySelector(".languages")?.closest("form")

if (form) {
  const bar = form.querySelector(".language-bar")
  const panels = new Map([...form.querySelectorAll(".language-panel")].map((panel) => [panel.dataset.language, panel]))
  const buttons = [...bar.querySelectorAll("button[data-language]")]
  const besideChoice = bar.querySelector("[data-beside]")
  const beside = form.querySelector(".beside")

  const remembered = (name) => localStorage.getItem(`portal.${name}`) ?? ""
  const remember = (name, value) => localStorage.setItem(`portal.${name}`, value)
  const fieldOf = (panel, name) => panel.querySelector(`[class*="mt-field-${name}-"]`)
  const source = form.elements.source_language
  const isNew = form.querySelector(".languages").dataset.object === ""
  let isSourceChosen = false
  let opened = null
  let current = ""
  const asked = (address) => fetch(address, { redirect: "manual" }).catch(() => null) // to the sign-in, it leads nowhere
  const fillOf = (button) => button.querySelector(".fill")
  const known = (code) => (panels.has(code) ? code : "")

  function show(code, { focus = false } = {}) {
    for (const [language, panel] of panels) panel.hidden = language !== code
    for (const button of buttons) button.setAttribute("aria-pressed", button.dataset.language === code)
    current = code
    history.replaceState(null, "", `#${code}`)
    remember("language", code)
    showSource(code)
    showBeside()
    if (focus) panels.get(code).querySelector("input:not([type=hidden]), textarea")?.focus()
  }

  // A new article's original is the language that it is begun in.
  source?.addEventListener("change", () => (isSourceChosen = true))
  function showSource(code) {
    if (!source || !isNew || isSourceChosen || buttons.some((button) => fillOf(button).dataset.state !== "empty")) return
    source.value = code
    opened = null
  }

  // The text beside is copied from what the form holds now; the editor has parsed it, so nothing in it can run.
  function showBeside() {
    const panel = panels.get(besideChoice.value)
    beside.hidden = !panel || besideChoice.value === current
    form.classList.toggle("has-beside", !beside.hidden)
    if (beside.hidden) return
    const heading = beside.querySelector("h2")
    heading.textContent = panel.getAttribute("aria-label")
    const text = beside.querySelector(".beside-text")
    text.lang = panel.dataset.tag
    text.dir = panel.dataset.direction
    text.replaceChildren()
    for (const input of panel.querySelectorAll("input.mt, textarea.mt")) {
      if (/mt-field-slug-/.test(input.className)) continue
      const body = input.closest(".prose-editor")?.querySelector(".ProseMirror[contenteditable]")
      const part = document.createElement("div")
      part.className = `beside-${input.className.match(/mt-field-([a-z_]+?)-/)[1]}`
      if (body) part.append(...[...body.childNodes].map((node) => node.cloneNode(true)))
      else part.textContent = input.value
      for (const note of part.querySelectorAll("sup.note")) note.replaceWith(` [${note.querySelector("button").title}]`)
      text.append(part)
    }
  }

  function showFill() {
    for (const button of buttons) {
      const panel = panels.get(button.dataset.language)
      const values = [...panel.querySelectorAll("input.mt, textarea.mt")]
        .filter((input) => /mt-field-(title|body|name|alt|introduction)-/.test(input.className))
        .map((input) => input.value.trim() !== "")
      const state = values.every(Boolean) ? "filled" : values.some(Boolean) ? "begun" : "empty"
      const fill = fillOf(button)
      fill.dataset.state = state
      fill.textContent = fill.dataset[state]
      button.classList.toggle("has-errors", panel.querySelector(".errorlist") !== null)
    }
  }

  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      if (event.shiftKey) {
        besideChoice.value = button.dataset.language
        remember("beside", besideChoice.value)
        showBeside()
      } else show(button.dataset.language, { focus: event.detail > 0 })
    })
  }
  besideChoice.addEventListener("change", () => {
    remember("beside", besideChoice.value)
    showBeside()
  })
  window.addEventListener("hashchange", () => {
    const code = known(location.hash.slice(1))
    if (code) show(code)
  })

  // The address is proposed from the title as soon as the title is left.
  for (const panel of panels.values()) {
    const title = fieldOf(panel, "title")
    const slug = panel.querySelector("[data-address]")
    if (!title || !slug) continue
    title.addEventListener("change", async () => {
      if (slug.value || !title.value.trim()) return
      const query = new URLSearchParams({
        title: title.value.slice(0, 200),
        language: panel.dataset.language,
        object: form.querySelector(".languages").dataset.object,
      })
      const answer = await asked(`${slug.dataset.address}?${query}`)
      if (answer?.ok && !slug.value) slug.value = (await answer.json()).slug
    })
  }

  // An editor is a text box of its language, for spelling, screen readers and right-to-left writing.
  form.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    const panel = textarea.closest(".language-panel")
    if (!panel) return
    const label = form.querySelector(`label[for="${textarea.id}"]`)
    editor.setOptions({
      editorProps: {
        attributes: {
          lang: panel.dataset.tag,
          dir: panel.dataset.direction,
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": `${label?.textContent.replace(/:$/, "") ?? ""} (${panel.getAttribute("aria-label")})`,
        },
      },
    })
    label?.addEventListener("click", () => editor.commands.focus())
    showBeside()
  })

  form.addEventListener("input", showFill)

  // What is not saved is not left by accident: what differs from what the form held when it was first touched, by
  // whatever script, and what was refused or comes from elsewhere.
  const held = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]))
  const isRefused = form.querySelector(".errornote, [data-unsaved]") !== null
  let isSent = false
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => (opened ??= held()), { capture: true })
  window.addEventListener("pageshow", () => (isSent = false))
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && (isRefused || (opened !== null && held() !== opened))) event.preventDefault()
  })

  // A form is sent when it will be taken: who was signed out meanwhile, or has no connection, keeps what is in it. Who
  // signed in again elsewhere has another token. A preview opens beside and loses nothing.
  const unsent = form.querySelector(".unsent")
  let isAsking = false
  form.addEventListener("submit", async (event) => {
    if (isSent || event.submitter?.hasAttribute("data-keeps")) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    const answer = await asked(form.querySelector(".languages").dataset.token)
    isAsking = false
    unsent.hidden = answer?.ok ?? false
    if (!answer?.ok) return unsent.scrollIntoView({ block: "center" })
    form.elements.csrfmiddlewaretoken.value = (await answer.json()).token
    isSent = true
    form.requestSubmit(event.submitter)
  })

  const withErrors = [...panels].find(([, panel]) => panel.querySelector(".errorlist, .conflict, [data-unsaved]"))?.[0]
  besideChoice.value = known(remembered("beside"))
  showFill()
  show(withErrors || known(location.hash.slice(1)) || known(remembered("language")) || [...panels.keys()][0])
  form.classList.add("is-ready")
  bar.hidden = false
}
