// Pictures with captions, files of the library, videos of other sites: everything that stands in a figure.

import { Node } from "django-prose-editor/editor"
import { element } from "portal/editor/dialog"

const read = (parseHTML) => ({ default: null, parseHTML })
const img = (figure) => figure.querySelector(":scope > img, :scope > picture img, :scope > a img, :scope > p > img")
const caption = (figure) => figure.querySelector(":scope > figcaption") ?? document.createElement("figcaption")

const stored = ({ image, src, alt }) => {
  const from = image ? { "data-image": image } : { src }
  return ["img", { ...from, ...(alt === null ? {} : { alt }) }]
}

const KEEP = ["lang", "dir"]

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  isolating: true,
  draggable: true,
  defining: true,

  addOptions: () => ({ words: {}, addresses: {}, language: "" }),

  addAttributes: () => ({
    image: read((figure) => img(figure)?.getAttribute("data-image") ?? null),
    src: read((figure) => img(figure)?.getAttribute("src") ?? null),
    alt: read((figure) => img(figure)?.getAttribute("alt") ?? null),
    size: read((figure) => figure.getAttribute("data-size")),
    align: read((figure) => figure.getAttribute("data-align")),
    document: read((figure) => figure.getAttribute("data-document")),
    video: read((figure) => figure.getAttribute("data-video")),
    lang: read((figure) => figure.getAttribute("lang")),
    dir: read((figure) => figure.getAttribute("dir")),
  }),

  parseHTML: () => [
    {
      tag: "figure",
      contentElement: caption,
      getAttrs: (figure) => {
        const source = img(figure)
        const isOurs = source?.hasAttribute("data-image") || source?.getAttribute("src")?.startsWith("/media/pictures/")
        return isOurs || figure.hasAttribute("data-document") || figure.hasAttribute("data-video") ? null : false
      },
    },
  ],

  renderHTML({ node }) {
    const { image, src, size, align, document: file, video } = node.attrs
    const attributes = {}
    for (const name of KEEP) if (node.attrs[name]) attributes[name] = node.attrs[name]
    if (size) attributes["data-size"] = size
    if (align) attributes["data-align"] = align
    if (file) attributes["data-document"] = file
    if (video) attributes["data-video"] = video
    const parts = image || src ? [stored(node.attrs)] : []
    if (node.content.size) parts.push(["figcaption", 0])
    return ["figure", attributes, ...parts]
  },

  addNodeView() {
    const { words, addresses, language } = this.options
    return ({ node, getPos, editor }) => {
      const shown = element("div", { class: "figure-shown", contenteditable: "false" })
      const captioned = element("figcaption", { "data-placeholder": words.captionHere })
      const dom = element("figure", {}, shown, captioned)
      const show = (current) => {
        const { image, src, alt, size, align, document: file, video } = current.attrs
        dom.className = [file || video ? "file" : "picture", size, size === "small" ? align : ""].filter(Boolean).join(" ")
        captioned.classList.toggle("is-empty", current.content.size === 0)
        const key = JSON.stringify([image, src, file, video, alt])
        if (shown.dataset.key === key) return
        shown.dataset.key = key
        shown.replaceChildren()
        if (image || src) {
          const address = image ? addresses.picture.replace("/0/", `/${image}/`) : src
          shown.append(element("img", { src: address, alt: alt ?? "", draggable: "false" }))
          if (!video && !file && !alt) shown.append(element("span", { class: "figure-care" }, words.noAlternative))
        }
        if (video) shown.append(element("span", { class: "figure-facts" }, `▶ ${video}`))
        if (file) showFile(shown, file, addresses, language)
      }
      shown.addEventListener("click", () => editor.commands.setNodeSelection(getPos()))
      shown.addEventListener("dblclick", () => editor.commands.describeFigure?.())
      show(node)
      return {
        dom,
        contentDOM: captioned,
        update: (current) => {
          if (current.type.name !== "figure") return false
          show(current)
          return true
        },
        selectNode: () => dom.classList.add("ProseMirror-selectednode"),
        deselectNode: () => dom.classList.remove("ProseMirror-selectednode"),
        ignoreMutation: (mutation) => mutation.type !== "selection" && !captioned.contains(mutation.target),
      }
    }
  },

  // Enter in a caption goes on below the figure.
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { $from, empty } = editor.state.selection
        if (!empty || $from.parent.type.name !== "figure") return false
        const depth = $from.depth > 1 && $from.node(-1).type.name === "gallery" ? $from.depth - 1 : $from.depth
        const after = $from.after(depth)
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run()
      },
    }
  },
})

async function showFile(shown, key, addresses, language) {
  const facts = element("span", { class: "figure-facts" }, "…")
  shown.append(facts)
  const answer = await fetch(`${addresses.file.replace("/0/", `/${key}/`)}?language=${language}`).catch(() => null)
  facts.textContent = answer?.ok ? (await answer.json()).words : `? ${key}`
}

export const Gallery = Node.create({
  name: "gallery",
  group: "block",
  content: "figure+ galleryCaption?",
  isolating: true,
  draggable: true,
  parseHTML: () => [{ tag: 'figure[data-kind="gallery"]', priority: 60 }],
  renderHTML: () => ["figure", { "data-kind": "gallery", class: "gallery" }, 0],
})

export const GalleryCaption = Node.create({
  name: "galleryCaption",
  content: "inline*",
  parseHTML: () => [{ tag: "figcaption", context: "gallery/" }],
  renderHTML: () => ["figcaption", 0],
})

// A picture inside a line of text, as older texts have it.
export const Picture = Node.create({
  name: "image",
  group: "inline",
  inline: true,
  draggable: true,
  addOptions: () => ({ addresses: {} }),
  addAttributes: () => ({
    image: { default: null, parseHTML: (node) => node.getAttribute("data-image") },
    src: { default: null, parseHTML: (node) => node.getAttribute("src") },
    alt: { default: null, parseHTML: (node) => node.getAttribute("alt") },
  }),
  parseHTML: () => [{ tag: "img[data-image]" }, { tag: 'img[src^="/media/pictures/"]' }],
  renderHTML: ({ node }) => stored(node.attrs),
  addNodeView() {
    const { addresses } = this.options
    return ({ node }) => {
      const { image, src, alt } = node.attrs
      return {
        dom: element("img", { src: image ? addresses.picture.replace("/0/", `/${image}/`) : src, alt: alt ?? "" }),
      }
    }
  },
})
