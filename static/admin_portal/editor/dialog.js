// A dialog that asks for a few values. The browser's own: it keeps the focus inside, and Escape closes it.

let last = 0

export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value)
    else made.setAttribute(key, value === true ? "" : value)
  }
  made.append(...children)
  return made
}

// Opens a dialog around some content and gives what its form was submitted with, or null.
export function open({ title, words, submit, content, read, more = [], wide = false }) {
  return new Promise((resolve) => {
    const id = `body-dialog-${++last}`
    let answer = null
    const before = document.activeElement
    const form = element(
      "form",
      { method: "dialog", novalidate: true },
      element("h2", { id }, title),
      content,
      element(
        "div",
        { class: "body-dialog-buttons" },
        ...more,
        element("button", { type: "button", class: "button quiet", onclick: () => dialog.close() }, words.cancel),
        ...(submit ? [element("button", { type: "submit", class: "button default" }, submit)] : []),
      ),
    )
    const dialog = element("dialog", { class: `body-dialog${wide ? " is-wide" : ""}`, "aria-labelledby": id }, form)
    // Outside of the page's form: a form cannot stand in a form.
    document.body.append(dialog)
    dialog.finish = (value) => {
      answer = value
      dialog.close()
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const value = read(form)
      if (value) dialog.finish(value)
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      before?.focus?.()
      resolve(answer)
    })
    dialog.showModal()
  })
}

// Asks for the values of fields: {name: {label, value, kind, choices, help, required}}.
export function ask({ title, words, submit, fields, more }) {
  const inputs = {}
  const rows = Object.entries(fields).map(([name, field]) => {
    const id = `body-field-${++last}`
    const help = field.help ? element("p", { id: `${id}-help`, class: "help" }, field.help) : ""
    const attributes = { id, name, "aria-describedby": field.help ? `${id}-help` : null, ...field.attributes }
    let input
    if (field.choices) {
      input = element("select", attributes)
      for (const [value, label, more = {}] of field.choices) {
        input.append(element("option", { value, selected: value === (field.value ?? ""), ...more }, label))
      }
    } else if (field.kind === "check") {
      input = element("input", { ...attributes, type: "checkbox", checked: !!field.value })
    } else if (field.kind === "text") {
      input = element("textarea", { rows: 3, ...attributes }, field.value ?? "")
    } else {
      input = element("input", { type: "text", ...attributes, value: field.value ?? "" })
    }
    inputs[name] = input
    const label = element("label", { for: id }, field.label)
    return element(
      "div",
      { class: `body-dialog-row${field.kind === "check" ? " is-check" : ""}` },
      ...(field.kind === "check" ? [input, label] : [label, input]),
      help,
    )
  })
  const read = () => {
    const values = {}
    for (const [name, field] of Object.entries(fields)) {
      values[name] = field.kind === "check" ? inputs[name].checked : inputs[name].value.trim()
      const fault = field.check?.(values[name])
      inputs[name].setCustomValidity(fault || "")
      if (!inputs[name].reportValidity()) {
        inputs[name].addEventListener("input", () => inputs[name].setCustomValidity(""), { once: true })
        return null
      }
    }
    return values
  }
  return open({ title, words, submit, content: element("div", {}, ...rows), read, more })
}
