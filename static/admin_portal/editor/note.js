// Notes: a number in the text; the words are written in a small editor of their own.

import { Bold, Document, Editor, Extension, Italic, Node, Paragraph, Subscript, Superscript, Text } from "django-prose-editor/editor"
import { element, open } from "portal/editor/dialog"
import { asAddress } from "portal/editor/link"

const INLINE = new Set(["EM", "I", "STRONG", "B", "SUB", "SUP", "A", "SPAN", "ABBR", "CITE", "CODE", "Q", "BDI", "U", "S"])
const ATTRIBUTES = { A: ["href", "title", "data-article", "data-document"], SPAN: ["lang", "dir"], ABBR: ["title"], Q: ["lang"] }

// Gives the nodes of a text that may stand in a line; anything else is taken out of its tags.
export function inline(markup) {
  const source = new DOMParser().parseFromString(markup, "text/html").body
  const copy = (from, into) => {
    for (const child of from.childNodes) {
      if (child.nodeType === 3) into.append(child.textContent)
      else if (child.nodeType === 1 && INLINE.has(child.tagName)) {
        const made = document.createElement(child.tagName)
        for (const name of ATTRIBUTES[child.tagName] ?? []) {
          const value = child.getAttribute(name)
          if (value && (name !== "href" || asAddress(value))) made.setAttribute(name, value)
        }
        copy(child, made)
        into.append(made)
      } else copy(child, into)
    }
    return into
  }
  return copy(source, document.createElement("span"))
}

// Asks for words with simple marks, in an editor of one paragraph; gives their markup.
export function askWords({ title, words, value, language, direction, label, extensions = [], removable = false }) {
  const holder = element("div", { class: "body-small-editor" })
  const editor = new Editor({
    element: holder,
    content: `<p>${value}</p>`,
    extensions: [
      Document.extend({ content: "paragraph" }), Paragraph, Text, Bold, Italic, Subscript, Superscript,
      ...extensions,
      Extension.create({
        name: "submit",
        addKeyboardShortcuts: () => ({
          Enter: () => {
            holder.closest("form").requestSubmit()
            return true
          },
          Escape: () => {
            holder.closest("dialog").close()
            return true
          },
        }),
      }),
    ],
    editorProps: {
      attributes: { lang: language, dir: direction, role: "textbox", "aria-multiline": "true", "aria-label": label },
    },
  })
  const button = (name, label, run) =>
    element("button", { type: "button", class: "button quiet", title: label, "aria-label": label, onclick: () => run(editor.chain().focus()).run() }, name)
  const bar = element(
    "div",
    { class: "body-small-bar" },
    button(element("b", {}, words.boldLetter), words.bold, (chain) => chain.toggleBold()),
    button(element("i", {}, words.italicLetter), words.italic, (chain) => chain.toggleItalic()),
    ...(extensions.some(({ name }) => name === "link") ? [button(words.link, words.link, (chain) => chain.editLink())] : []),
  )
  const remove = element("button", { type: "button", class: "button quiet", onclick: (event) => event.target.closest("dialog").finish({ markup: "" }) }, words.remove)
  const answer = open({
    title, words, submit: words.apply, content: element("div", {}, bar, holder), more: removable ? [remove] : [],
    read: () => ({ markup: editor.getHTML().replace(/^<p[^>]*>|<\/p>$/g, "") }),
  })
  editor.commands.focus("end")
  return answer.finally(() => editor.destroy())
}

export const Note = Node.create({
  name: "note",
  group: "inline",
  inline: true,
  atom: true,
  addOptions: () => ({ words: {}, language: "", direction: "", link: null }),
  addAttributes: () => ({
    markup: { default: "", parseHTML: (node) => inline(node.innerHTML).innerHTML },
    lang: { default: null, parseHTML: (node) => node.getAttribute("lang") },
  }),
  parseHTML: () => [{ tag: "span[data-note]", priority: 70, ignore: false }],
  renderHTML: ({ node }) => {
    const dom = inline(node.attrs.markup)
    dom.setAttribute("data-note", "")
    if (node.attrs.lang) dom.setAttribute("lang", node.attrs.lang)
    return dom
  },
  renderText: () => "",

  addNodeView() {
    const { words } = this.options
    return ({ node, getPos, editor }) => {
      const text = () => inline(node.attrs.markup).textContent
      const button = element("button", { type: "button", tabindex: "-1", title: text(), "aria-label": `${words.note}: ${text()}` })
      const dom = element("sup", { class: "note" }, button)
      button.addEventListener("click", () => {
        editor.commands.setNodeSelection(getPos())
        editor.commands.editNote()
      })
      return {
        dom,
        update: (current) => {
          if (current.type.name !== "note") return false
          node = current
          button.title = text()
          button.setAttribute("aria-label", `${words.note}: ${text()}`)
          return true
        },
        stopEvent: (event) => event.type === "click" || event.type === "mousedown",
      }
    }
  },

  addCommands() {
    const { words, language, direction, link } = this.options
    return {
      editNote: () => ({ editor }) => {
        const { selection } = editor.state
        const current = selection.node?.type.name === "note" ? selection.node : null
        askWords({
          title: words.note, label: words.noteWords, words, language, direction, value: current?.attrs.markup ?? "",
          extensions: link ? [link] : [], removable: !!current,
        }).then((answer) => {
          if (!answer) return
          const chain = editor.chain().focus()
          if (current && !answer.markup) chain.deleteSelection().run()
          else if (current) chain.updateAttributes("note", { markup: answer.markup }).run()
          else if (answer.markup) {
            chain.insertContentAt(editor.state.selection.to, { type: "note", attrs: { markup: answer.markup } }).run()
          }
        })
        return true
      },
    }
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Alt-f": ({ editor }) => editor.commands.editNote(),
      Enter: ({ editor }) => editor.state.selection.node?.type.name === "note" && editor.commands.editNote(),
    }
  },
})
