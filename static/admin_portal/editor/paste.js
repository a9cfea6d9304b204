// What is pasted from Word, Google Docs and web pages keeps its structure and loses the rest.

import { Extension, Plugin } from "django-prose-editor/editor"
import { say } from "portal/editor/status"

const GONE = "script,style,template,iframe,object,embed,form,button,input,select,textarea,svg,math,nav,aside,noscript,meta,link,title,xml,dialog"
const STRONG = /^(bold|bolder|[6-9]00)$/
const rename = (node, name) => {
  const made = node.ownerDocument.createElement(name)
  made.append(...node.childNodes)
  node.replaceWith(made)
  return made
}
const unwrap = (node) => node.replaceWith(...node.childNodes)
const styles = (node) => {
  const found = {}
  for (const part of (node.getAttribute("data-style") ?? "").split(";")) {
    const [name, ...value] = part.split(":")
    if (value.length) found[name.trim().toLowerCase()] = value.join(":").trim().toLowerCase()
  }
  return found
}

// Styles that mean something become elements that say it.
function keepMeaning(root) {
  for (const node of [...root.querySelectorAll("[data-style]")]) {
    const style = styles(node)
    if (/^(B|STRONG)$/.test(node.tagName) && /^(normal|400)$/.test(style["font-weight"] ?? "")) {
      unwrap(node)
      continue
    }
    if (style.display === "none" || style["mso-hide"] === "all") {
      node.remove()
      continue
    }
    if (!/^(SPAN|FONT|A|TD|TH|LI|P)$/.test(node.tagName)) continue
    const names = []
    if (STRONG.test(style["font-weight"] ?? "")) names.push("strong")
    if (style["font-style"] === "italic") names.push("em")
    if (/line-through/.test(`${style["text-decoration"]} ${style["text-decoration-line"]}`)) names.push("s")
    if (style["vertical-align"] === "super") names.push("sup")
    if (style["vertical-align"] === "sub") names.push("sub")
    if (!/^(SPAN|FONT|A)$/.test(node.tagName)) continue
    for (const name of names) {
      const made = root.ownerDocument.createElement(name)
      made.append(...node.childNodes)
      node.append(made)
    }
  }
}

// Word writes lists as paragraphs whose style names list and level, and the bullet as text before a marked span.
function listsOfWord(root) {
  const items = [...root.querySelectorAll("p[data-style*='mso-list'], p[class*='MsoListParagraph']")]
  let open = []
  let last = null
  for (const item of items) {
    const place = /mso-list:\s*\S+\s+level(\d+)/i.exec(item.getAttribute("data-style") ?? "")
    if (!place) continue
    const level = Number(place[1])
    const marker = item.querySelector("span[data-style*='mso-list:Ignore'], span[data-style*='mso-list: Ignore']")
    const sign = (marker?.textContent ?? "").trim()
    marker?.remove()
    const name = /^[\p{L}\d]+[.)]/u.test(sign) && sign !== "o" ? "ol" : "ul"
    if (!last || item.previousElementSibling !== last) open = []
    open = open.slice(0, level)
    const host = root.ownerDocument.createElement("li")
    host.append(...item.childNodes)
    if (open[level - 1]?.tagName.toLowerCase() !== name) open = open.slice(0, level - 1)
    while (open.length < level) {
      const list = root.ownerDocument.createElement(name)
      const above = open.at(-1)
      if (above) (above.lastElementChild ?? above.appendChild(root.ownerDocument.createElement("li"))).append(list)
      else item.before(list)
      open.push(list)
    }
    open[level - 1].append(host)
    item.remove()
    last = open[0]
  }
}

// Notes of Word and of Google Docs: links to paragraphs at the end.
function notesInPlace(root) {
  for (const link of [...root.querySelectorAll("a[href*='#_ftn'], a[href*='#_edn'], a[href*='#ftnt']")]) {
    const name = link.getAttribute("href").split("#")[1]
    if (/^(_ftnref|_ednref|ftnt_ref)/.test(name)) continue
    const target = root.querySelector(`[id="${CSS.escape(name.replace(/^_/, ""))}"]`) ?? root.querySelector(`a[name="${CSS.escape(name)}"], a[id="${CSS.escape(name)}"]`)?.closest("p, div")
    if (!target) continue
    const note = root.ownerDocument.createElement("span")
    note.setAttribute("data-note", "")
    for (const back of target.querySelectorAll("a[href*='ref']")) back.remove()
    for (const part of target.matches("p") ? [target] : target.querySelectorAll("p")) note.append(...part.childNodes, " ")
    note.innerHTML = note.innerHTML.trim()
    target.remove()
    ;(link.closest("sup") ?? link).replaceWith(note)
  }
  for (const rest of root.querySelectorAll("div[data-style*='mso-element:footnote-list'], div[data-style*='mso-element:endnote-list']")) {
    if (!rest.textContent.trim()) rest.remove()
  }
}

// Styles and handlers under other names: a browser complains of them even in a document that nobody sees.
const inert = (markup) =>
  markup
    .replace(/<!--[\s\S]*?-->|<!\[[^\]]*\]>|<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/\son[a-z]+\s*=/gi, " data-on="))

export function cleaned(markup) {
  const isOurs = markup.includes("data-pm-slice")
  if (isOurs) return { markup, left: 0 }
  const { body } = new DOMParser().parseFromString(inert(markup), "text/html")
  for (const node of body.querySelectorAll(GONE)) node.remove()
  for (const node of [...body.querySelectorAll("*")]) if (/^[OWVM]:|^ST1:/.test(node.tagName)) unwrap(node)
  for (const node of [...body.querySelectorAll("b[id^='docs-internal-guid']")]) unwrap(node)
  listsOfWord(body)
  keepMeaning(body)
  for (const node of [...body.querySelectorAll("b")]) rename(node, "strong")
  for (const node of [...body.querySelectorAll("i")]) rename(node, "em")
  notesInPlace(body)
  for (const node of [...body.querySelectorAll("p.MsoTitle, h1")]) rename(node, "h2")
  for (const node of [...body.querySelectorAll("p.MsoQuote, p.MsoIntenseQuote")]) {
    const quote = body.ownerDocument.createElement("blockquote")
    node.before(quote)
    quote.append(node)
  }
  for (const node of [...body.querySelectorAll("p[class^='MsoHeading'], h5, h6")]) rename(node, "h4")
  let left = 0
  for (const image of [...body.querySelectorAll("img")]) {
    const isLibrarys = image.hasAttribute("data-image") || (image.getAttribute("src") ?? "").startsWith("/media/pictures/")
    if (isLibrarys) continue
    image.remove()
    left += 1
  }
  for (const link of [...body.querySelectorAll("a")]) {
    const href = link.getAttribute("href") ?? ""
    const passed = /^https:\/\/(?:www\.)?google\.[a-z.]+\/url\?(?:[^#]*&)?q=([^&]+)/.exec(href)
    if (passed) link.setAttribute("href", decodeURIComponent(passed[1]))
    if (!href || /^#|^javascript:|^file:|^about:/i.test(href.trim())) unwrap(link)
  }
  const keep = new Set(["href", "title", "colspan", "rowspan", "scope", "start", "alt", "src", "datetime"])
  for (const node of body.querySelectorAll("*")) {
    for (const { name } of [...node.attributes]) if (!keep.has(name) && !name.startsWith("data-")) node.removeAttribute(name)
    for (const { name } of [...node.attributes]) if (/^data-(?!image|article|document|video|note|size|align|kind)/.test(name)) node.removeAttribute(name)
  }
  for (const node of [...body.querySelectorAll("font, span:not([data-note])")]) unwrap(node)
  // Empty paragraphs are somebody's way to make room; line breaks at a block's end mean nothing.
  for (const node of [...body.querySelectorAll("p, h2, h3, h4, strong, em, s")]) {
    if (!node.textContent.replace(/[\s\u00a0]/g, "") && !node.querySelector("img, [data-note], [data-document]")) node.remove()
  }
  for (const node of body.querySelectorAll("p > br:last-child, body > br, div > br, br + br")) {
    if (node.parentElement.tagName === "P" || node.parentElement.querySelector(":scope > :is(p, ul, ol, h2, table)")) node.remove()
  }
  const parts = body.innerHTML.split(/(<pre[\s\S]*?<\/pre>)/)
  return { markup: parts.map((part, place) => (place % 2 ? part : part.replace(/(\u00a0|&nbsp;|\s)+/g, " "))).join(""), left }
}

export const Paste = Extension.create({
  name: "cleanedPaste",
  addOptions: () => ({ words: {} }),
  addProseMirrorPlugins() {
    const { editor } = this
    const { words } = this.options
    return [
      new Plugin({
        props: {
          transformPastedHTML: (markup) => {
            const { markup: clean, left } = cleaned(markup)
            if (left) say(editor, words.picturesLeftOut.replace("%d", left))
            return clean
          },
        },
      }),
    ]
  },
})
