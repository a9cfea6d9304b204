// Links: to an article (by its key, so that it may move), to a file of the library, to any other address.

import { Mark, Plugin } from "django-prose-editor/editor"
import { element, open } from "portal/editor/dialog"

const read = (name) => ({ default: null, parseHTML: (link) => link.getAttribute(name), renderHTML: () => ({}) })
const NAMES = { href: "href", title: "title", hreflang: "hreflang", article: "data-article", document: "data-document" }
const ADDRESS = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i

// Gives what an address typed or pasted stands for; "example.org" becomes https://example.org.
export const asAddress = (text) => {
  const address = text.trim()
  if (ADDRESS.test(address)) return address
  if (/^[^\s@/:]+@[^\s@]+\.[^\s@]+$/.test(address)) return `mailto:${address}`
  return /^[\w-]+(\.[\w-]+)+([/?#]\S*)?$/.test(address) ? `https://${address}` : ""
}

export const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addOptions: () => ({ words: {}, addresses: {}, language: "" }),
  addAttributes: () => Object.fromEntries(Object.entries(NAMES).map(([key, name]) => [key, read(name)])),
  parseHTML: () => [
    { tag: "a[data-article]" },
    { tag: "a[data-document]" },
    { tag: "a[href]", getAttrs: (link) => (ADDRESS.test(link.getAttribute("href").trim()) ? null : false) },
  ],
  renderHTML: ({ mark }) => [
    "a",
    Object.fromEntries(Object.entries(NAMES).flatMap(([key, name]) => (mark.attrs[key] ? [[name, mark.attrs[key]]] : []))),
    0,
  ],

  addCommands() {
    const { words, addresses, language } = this.options
    return {
      unlink: () => ({ chain }) => chain().extendMarkRange("link").unsetMark("link").run(),
      editLink: () => ({ editor }) => {
        linkDialog(editor.getAttributes("link"), words, addresses, language).then((attributes) => {
          if (!attributes) return
          if (attributes.remove) return editor.chain().focus().unlink().run()
          const { text, ...link } = attributes
          const chain = editor.chain().focus().extendMarkRange("link")
          if (editor.state.selection.empty && !editor.isActive("link")) {
            chain.insertContent({ type: "text", text: text || link.href, marks: [{ type: "link", attrs: link }] }).run()
          } else chain.setMark("link", link).run()
        })
        return true
      },
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-k": ({ editor }) => editor.commands.editLink() }
  },

  // An address pasted over words makes them a link.
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        props: {
          handlePaste: (view, event) => {
            const address = event.clipboardData?.getData("text/plain").trim() ?? ""
            if (view.state.selection.empty || !/^https?:\/\/\S+$/i.test(address)) return false
            return editor.chain().focus().setMark("link", { href: address }).run()
          },
          handleClick: (view, _position, event) => {
            if (event.target.closest("a")) event.preventDefault()
            return false
          },
        },
      }),
    ]
  },
})

function linkDialog(current, words, addresses, language) {
  const list = element("ul", { class: "body-choices", role: "listbox", id: "body-link-choices", "aria-label": words.articles })
  const status = element("p", { class: "help", role: "status" })
  const chosen = { article: current.article, document: current.document }
  const input = element("input", {
    type: "text", id: "body-link-search", value: current.href ?? "", role: "combobox", autocomplete: "off",
    "aria-expanded": "false", "aria-controls": list.id, "aria-describedby": "body-link-help", spellcheck: "false",
  })
  const note = element("p", { class: "body-chosen" })
  const showChosen = (label) => {
    note.textContent = label ?? ""
    note.hidden = !label
  }
  showChosen(chosen.article ? `${words.article} #${chosen.article}` : chosen.document ? `${words.file} #${chosen.document}` : "")
  if (chosen.article) {
    fetch(`${addresses.links}?key=${chosen.article}&language=${language}`)
      .then((answer) => answer.json())
      .then(({ found }) => found[0] && showChosen(found[0].title))
      .catch(() => {})
  }
  let at = -1
  const choices = () => [...list.children]
  const point = (place) => {
    at = place
    choices().forEach((choice, index) => choice.setAttribute("aria-selected", index === at))
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", choices()[at].id)
      choices()[at].scrollIntoView({ block: "nearest" })
    } else input.removeAttribute("aria-activedescendant")
  }
  let asked = 0
  const choose = (found) => {
    asked += 1  // an answer that is still on its way is no longer wanted
    chosen.article = found.key
    chosen.document = null
    input.value = ""
    fill([])
    showChosen(found.title)
  }
  let shown = []
  function fill(found) {
    const pointed = shown[at]?.key
    shown = found
    list.replaceChildren(
      ...found.map((each, index) =>
        element(
          "li",
          { role: "option", id: `body-link-${index}`, "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => choose(each) },
          element("span", { lang: each.tag, dir: each.direction }, each.title),
          element("small", {}, each.state),
        ),
      ),
    )
    input.setAttribute("aria-expanded", found.length > 0)
    point(found.findIndex(({ key }) => key === pointed))  // a later answer does not move what is pointed at
  }
  input.addEventListener("input", async () => {
    chosen.article = chosen.document = null
    showChosen("")
    const mine = ++asked
    const query = input.value.trim()
    if (query.length < 2 || /^(mailto:|tel:|#)/.test(query)) return fill([])
    const answer = await fetch(`${addresses.links}?${new URLSearchParams({ q: query, language })}`).catch(() => null)
    if (mine !== asked || !answer?.ok) return
    const { found } = await answer.json()
    fill(found)
    status.textContent = found.length || asAddress(query) ? "" : words.nothingFound
  })
  input.addEventListener("keydown", (event) => {
    const count = choices().length
    if (!count) return
    if (event.key === "ArrowDown") point((at + 1) % count)
    else if (event.key === "ArrowUp") point((at - 1 + count) % count)
    else if (event.key === "Enter" && (at >= 0 || !asAddress(input.value))) choices()[Math.max(at, 0)].click()
    else if (event.key === "Escape") fill([])
    else return
    event.preventDefault()
  })
  const title = element("input", { type: "text", id: "body-link-title", value: current.title ?? "" })
  const isOld = current.href || current.article || current.document
  return open({
    title: words.link,
    words,
    submit: words.apply,
    content: element(
      "div",
      {},
      element(
        "div",
        { class: "body-dialog-row" },
        element("label", { for: input.id }, words.linkTo),
        input, note, list, status,
        element("p", { class: "help", id: "body-link-help" }, words.linkHelp),
      ),
      element("div", { class: "body-dialog-row" }, element("label", { for: title.id }, words.linkTitle), title),
    ),
    more: isOld
      ? [element("button", { type: "button", class: "button quiet", onclick: (event) => event.target.closest("dialog").finish({ remove: true }) }, words.removeLink)]
      : [],
    read: () => {
      const href = asAddress(input.value)
      if (!href && !chosen.article && !chosen.document) {
        input.setCustomValidity(words.noAddress)
        input.reportValidity()
        input.addEventListener("input", () => input.setCustomValidity(""), { once: true })
        return null
      }
      return {
        href: href || null, title: title.value.trim() || null, article: chosen.article, document: chosen.document,
        hreflang: href && href === current.href ? current.hreflang : null, text: note.textContent,
      }
    },
  })
}

