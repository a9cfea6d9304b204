// A quotation, and its source in a line of its own at its end.

import { Blockquote, Node } from "django-prose-editor/editor"

const around = ($from, name) => {
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === name) return { node: $from.node(depth), from: $from.before(depth), to: $from.after(depth) }
  }
  return null
}

export const Quotation = Blockquote.extend({
  content: "block+ source?",
  addCommands() {
    return {
      toggleQuotation: () => ({ state, commands, tr, dispatch }) => {
        const found = around(state.selection.$from, "blockquote")
        if (!found) return commands.wrapIn("blockquote")
        const parts = []
        found.node.forEach((part) => {
          parts.push(part.type.name === "source" ? state.schema.nodes.paragraph.create(null, part.content) : part)
        })
        if (dispatch) tr.replaceWith(found.from, found.to, parts)
        return true
      },
      toggleSource: () => ({ state, editor, tr, dispatch }) => {
        const found = around(state.selection.$from, "blockquote")
        if (!found) return false
        const { lastChild } = found.node
        const end = found.to - 1
        if (lastChild.type.name === "source") {
          if (dispatch) tr.delete(end - lastChild.nodeSize, end)
          return true
        }
        if (dispatch) {
          tr.insert(end, state.schema.nodes.source.create())
          setTimeout(() => editor.chain().focus().setTextSelection(end + 1).run())
        }
        return true
      },
    }
  },
  addKeyboardShortcuts: () => ({ "Mod-Shift-b": ({ editor }) => editor.commands.toggleQuotation() }),
})

export const Source = Node.create({
  name: "source",
  content: "inline*",
  defining: true,
  addOptions: () => ({ words: {} }),
  parseHTML: () => [{ tag: "footer", context: "blockquote/" }],
  renderHTML() {
    return ["footer", 0]
  },
  addNodeView() {
    const { words } = this.options
    return () => {
      const dom = document.createElement("footer")
      dom.dataset.placeholder = words.sourceHere
      return { dom, contentDOM: dom }
    }
  },
  // Enter leaves the quotation.
  addKeyboardShortcuts: () => ({
    Enter: ({ editor }) => {
      const found = around(editor.state.selection.$from, "source") && around(editor.state.selection.$from, "blockquote")
      if (!found) return false
      return editor.chain().insertContentAt(found.to, { type: "paragraph" }).setTextSelection(found.to + 1).run()
    },
  }),
})
