/**
 * The one Trusted Types policy, in force before any other module runs.
 * HTML: only strings without markup (Mantine writes CSS text by innerHTML). Scripts by URL: only our own origin.
 */
interface Policies {
  createPolicy(name: string, rules: { createHTML(text: string): string; createScriptURL(url: string): string }): unknown
}

const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes

policies?.createPolicy('default', {
  createHTML(text) {
    if (text.includes('<')) throw new TypeError('Markup from a string is refused')
    return text
  },
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin)
      throw new TypeError('A script of another origin is refused')
    return url
  },
})

export {}
