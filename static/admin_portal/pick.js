// Gives the chosen picture back to the editor that opened this window.

document.querySelector(".pick")?.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-src]")
  if (!button || !window.opener?.CKEDITOR) return
  const { src, alt, caption } = button.dataset
  const number = new URLSearchParams(location.search).get("CKEditorFuncNum")
  window.opener.CKEDITOR.tools.callFunction(number, src, { alternative_text: alt, caption })
  window.close()
})
