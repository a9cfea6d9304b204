// What texts may hold and the editor has no button for: without these it would be lost at the first key stroke.

import { Extension, Mark, Node, Plugin, mergeAttributes } from "django-prose-editor/editor"

const plain = (name) => ({ default: null, parseHTML: (element) => element.getAttribute(name) })

const mark = (tag, attributes = []) =>
  Mark.create({
    name: `${tag}Mark`,
    excludes: "",
    parseHTML: () => [{ tag: tag === "span" ? "span[lang], span[dir]" : tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
    addAttributes: () => Object.fromEntries(attributes.map((name) => [name, plain(name)])),
  })

const block = (tag, content, more = {}) =>
  Node.create({
    name: `${tag}Node`,
    content,
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, mergeAttributes(HTMLAttributes), 0],
    ...more,
  })

const marks = [
  mark("span", ["lang", "dir"]),
  mark("bdi"),
  mark("bdo", ["dir"]),
  mark("abbr", ["title"]),
  mark("cite"),
  mark("q"),
  mark("dfn"),
  mark("kbd"),
  mark("mark"),
  mark("small"),
  mark("u"),
  mark("ins"),
  mark("time", ["datetime"]),
]
const nodes = [
  block("dl", "(dtNode | ddNode)+", { group: "block" }),
  block("dt", "inline*"),
  block("dd", "block+"),
]
const withLanguage = [
  "paragraph", "heading", "blockquote", "listItem", "bulletList", "orderedList", "tableCell", "tableHeader",
  "codeBlock", "dtNode", "ddNode", "link", "bold", "italic", "source", "galleryCaption", "table",
]

export const Survivors = Extension.create({
  name: "survivors",
  addExtensions: () => [...marks, ...nodes],
  // A picture that is selected goes by the delete key, not by the next letter.
  addProseMirrorPlugins: () => [
    new Plugin({
      props: { handleTextInput: ({ state }) => ["image", "figure", "gallery"].includes(state.selection.node?.type.name) },
    }),
  ],
  addGlobalAttributes: () => [
    { types: withLanguage, attributes: { lang: plain("lang"), dir: plain("dir") } },
    { types: ["tableHeader"], attributes: { scope: plain("scope") } },
  ],
})
