// The toolbar: one row that is always there, and one for what the cursor stands in.

import { element } from "portal/editor/dialog"

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform)
const keys = (shortcut) =>
  shortcut && shortcut.replace("Mod", isMac ? "⌘" : "Ctrl").replace("Alt", isMac ? "⌥" : "Alt").replace("Shift", isMac ? "⇧" : "Shift").replaceAll("-", "+")

// name, icon, command on a chain, whether it is on; the icons are ligatures of the editor's own font.
const MARKS = [
  ["bold", "format_bold", (c) => c.toggleBold(), "bold", "Mod-B"],
  ["italic", "format_italic", (c) => c.toggleItalic(), "italic", "Mod-I"],
  ["strike", "format_strikethrough", (c) => c.toggleStrike(), "strike", "Mod-Shift-S"],
  ["superscript", "superscript", (c) => c.toggleSuperscript(), "superscript", "Mod-."],
  ["subscript", "subscript", (c) => c.toggleSubscript(), "subscript", "Mod-,"],
]
const LISTS = [
  ["bullets", "format_list_bulleted", (c) => c.toggleBulletList(), "bulletList", "Mod-Shift-8"],
  ["numbers", "format_list_numbered", (c) => c.toggleOrderedList(), "orderedList", "Mod-Shift-7"],
  ["quotation", "format_quote", (c) => c.toggleQuotation(), "blockquote", "Mod-Shift-B"],
]
const INSERTS = [
  ["link", "insert_link", (c) => c.editLink(), "link", "Mod-K"],
  ["picture", "image", (c) => c.insertPicture(), null, "Mod-Alt-P"],
  ["gallery", "photo_library", (c) => c.insertGallery(), "gallery"],
  ["file", "attach_file", (c) => c.insertFile(), null],
  ["video", "smart_display", (c) => c.insertVideo(), null],
  ["table", "grid_on", (c) => c.askForTable(), null],
  ["note", "playlist_add", (c) => c.editNote(), null, "Mod-Alt-F"],
]
const WORDS = [
  ["language", "translate", (c) => c.editLanguage(), "spanMark"],
  ["abbreviation", "short_text", (c) => c.editAbbreviation(), "abbrMark"],
  ["rule", "horizontal_rule", (c) => c.setHorizontalRule(), null],
]
const PAST = [
  ["undo", "undo", (c) => c.undo(), null, "Mod-Z"],
  ["redo", "redo", (c) => c.redo(), null, "Mod-Shift-Z"],
]
const INSIDE = {
  table: [
    ["tableCaption", (c) => c.captionTable()],
    ["rowBefore", (c) => c.addRowBefore()], ["rowAfter", (c) => c.addRowAfter()], ["rowDelete", (c) => c.deleteRow()],
    ["columnBefore", (c) => c.addColumnBefore()], ["columnAfter", (c) => c.addColumnAfter()], ["columnDelete", (c) => c.deleteColumn()],
    ["headRow", (c) => c.toggleHeaderRow()], ["headColumn", (c) => c.toggleHeaderColumn()],
    ["merge", (c) => c.mergeOrSplit()], ["tableDelete", (c) => c.deleteTable()],
  ],
  figure: [["describe", (c) => c.describeFigure()], ["replace", (c) => c.replacePicture()], ["figureDelete", (c) => c.deleteNode("figure")]],
  gallery: [["galleryAdd", (c) => c.insertGallery()], ["galleryDelete", (c) => c.deleteNode("gallery")]],
  blockquote: [["quotationSource", (c) => c.toggleSource()]],
  note: [["noteEdit", (c) => c.editNote()]],
  link: [["linkEdit", (c) => c.editLink()], ["linkRemove", (c) => c.unlink()]],
}

export function toolbar(editor, { words, maySeeSource }) {
  const updates = []
  const press = (run) => run(editor.chain().focus()).run()
  const button = ([name, icon, run, active, shortcut]) => {
    const label = shortcut ? `${words[name]} (${keys(shortcut)})` : words[name]
    const made = element(
      "button",
      { type: "button", tabindex: "-1", title: label, "aria-label": words[name], "aria-keyshortcuts": shortcut?.replaceAll("-", "+").replace("Mod", isMac ? "Meta" : "Control"), "aria-pressed": active ? "false" : null, onclick: () => press(run) },
      element("span", { class: "material-icons", "aria-hidden": "true" }, icon),
    )
    if (active) updates.push(() => made.setAttribute("aria-pressed", editor.isActive(active)))
    if (name === "undo" || name === "redo") updates.push(() => made.setAttribute("aria-disabled", !editor.can()[name]()))
    return made
  }
  const group = (items) => element("span", { class: "body-bar-group" }, ...items)

  const kind = element("select", { tabindex: "-1", "aria-label": words.kind, title: words.kind })
  for (const [value, label] of [["0", words.paragraph], ["2", words.heading2], ["3", words.heading3], ["4", words.heading4], ["code", words.codeBlock]]) {
    kind.append(element("option", { value }, label))
  }
  kind.addEventListener("change", () => {
    press((c) => (kind.value === "0" ? c.setParagraph() : kind.value === "code" ? c.setCodeBlock() : c.setHeading({ level: Number(kind.value) })))
  })
  updates.push(() => {
    kind.value = editor.isActive("codeBlock") ? "code" : String(editor.getAttributes("heading").level ?? 0)
  })

  const bar = element(
    "div",
    { class: "body-bar", role: "toolbar", "aria-label": words.toolbar, "aria-controls": editor.view.dom.id || null },
    group(PAST.map(button)), group([kind]), group(MARKS.map(button)), group(LISTS.map(button)), group(INSERTS.map(button)),
    group(WORDS.map(button)),
    ...(maySeeSource ? [group([button(["sourceView", "code", (c) => c.editSource(), null])])] : []),
  )
  const inside = element("div", { class: "body-bar body-bar-inside", role: "toolbar", "aria-label": words.inside })
  for (const [place, items] of Object.entries(INSIDE)) {
    const buttons = items.map(([name, run]) => element("button", { type: "button", tabindex: "-1", onclick: () => press(run) }, words[name]))
    const made = element("span", { class: "body-bar-group" }, element("span", { class: "body-bar-name" }, words[`in_${place}`]), ...buttons)
    inside.append(made)
    updates.push(() => {
      made.hidden = !editor.isActive(place)
    })
  }
  updates.push(() => {
    inside.hidden = [...inside.children].every((made) => made.hidden)
  })

  // One stop for the tab key; arrows lead along the row, Escape back into the text.
  for (const row of [bar, inside]) {
    const stops = () => [...row.querySelectorAll("button, select")].filter((stop) => !stop.closest("[hidden]"))
    const stop = (made) => stops().forEach((each) => each.setAttribute("tabindex", each === made ? "0" : "-1"))
    stop(stops()[0])
    row.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault())
    row.addEventListener("focusin", (event) => stop(event.target))
    row.addEventListener("keydown", (event) => {
      const all = stops()
      const at = all.indexOf(document.activeElement)
      const rtl = getComputedStyle(row).direction === "rtl"
      const to = { ArrowRight: rtl ? at - 1 : at + 1, ArrowLeft: rtl ? at + 1 : at - 1, Home: 0, End: all.length - 1 }[event.key]
      if (event.key === "Escape") editor.commands.focus()
      else if (to === undefined || (event.target.matches("select") && event.altKey)) return
      else all[(to + all.length) % all.length].focus()
      event.preventDefault()
    })
    if (row === inside) updates.push(() => stops().length && !stops().some((each) => each.tabIndex === 0) && stop(stops()[0]))
  }
  const update = () => updates.forEach((each) => each())
  editor.on("transaction", update)
  update()
  return [bar, inside]
}
