// Tables with a caption. It is an attribute: what ProseMirror knows of tables consists of rows alone.

import { Table as BaseTable, TableCell as BaseCell, TableHeader as BaseHeader } from "django-prose-editor/editor"
import { ask } from "portal/editor/dialog"
import { askWords, inline } from "portal/editor/note"

export const Table = BaseTable.extend({
  addOptions() {
    return { ...this.parent?.(), resizable: false, words: {}, language: "", direction: "", link: null }
  },
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (table) => inline(table.querySelector(":scope > caption")?.innerHTML.trim() ?? "").innerHTML,
        renderHTML: () => ({}),
      },
    }
  },
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML({ node, HTMLAttributes }) {
    const table = document.createElement("table")
    for (const name of ["lang", "dir"]) if (HTMLAttributes[name]) table.setAttribute(name, HTMLAttributes[name])
    if (node.attrs.caption) {
      const caption = document.createElement("caption")
      caption.append(...inline(node.attrs.caption).childNodes)
      table.append(caption)
    }
    const body = document.createElement("tbody")
    table.append(body)
    return { dom: table, contentDOM: body }
  },
  addNodeView() {
    return ({ node }) => {
      const table = document.createElement("table")
      const caption = document.createElement("caption")
      caption.contentEditable = "false"
      const body = document.createElement("tbody")
      const dom = document.createElement("div")
      dom.className = "table-scroll"
      table.append(caption, body)
      dom.append(table)
      const show = (current) => {
        caption.replaceChildren(...inline(current.attrs.caption).childNodes)
        caption.hidden = !current.attrs.caption
      }
      caption.addEventListener("click", () => this.editor.commands.captionTable())
      show(node)
      return {
        dom,
        contentDOM: body,
        update: (current) => {
          if (current.type.name !== "table") return false
          show(current)
          return true
        },
        ignoreMutation: (mutation) => mutation.type !== "selection" && !body.contains(mutation.target),
      }
    }
  },
  addCommands() {
    const { words, language, direction, link } = this.options
    return {
      ...this.parent?.(),
      askForTable: () => ({ editor }) => {
        const count = (label, value) => ({ label, value, attributes: { type: "number", min: 1, max: 50, required: true } })
        ask({
          title: words.table, words, submit: words.insert,
          fields: { rows: count(words.rows, 3), columns: count(words.columns, 3), head: { label: words.withHead, kind: "check", value: true } },
        }).then((answer) => {
          if (!answer) return
          const size = { rows: Number(answer.rows), cols: Number(answer.columns), withHeaderRow: answer.head }
          editor.chain().focus().insertTable(size).run()
        })
        return true
      },
      captionTable: () => ({ editor }) => {
        askWords({
          title: words.tableCaption, label: words.tableCaption, words, language, direction,
          value: editor.getAttributes("table").caption ?? "", extensions: link ? [link] : [], removable: true,
        }).then((answer) => answer && editor.chain().focus().updateAttributes("table", { caption: answer.markup }).run())
        return true
      },
    }
  },
})

const plain = { addAttributes() { const { colwidth, ...rest } = this.parent?.() ?? {}; return rest } }
export const TableCell = BaseCell.extend(plain)
export const TableHeader = BaseHeader.extend(plain)
