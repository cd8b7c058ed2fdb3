/** Text that stays text wherever it stands in a page, attributes too. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A way from a page of the archive to a file beside it: names may hold signs that addresses give a meaning. */
export function relativeAddress(path: string): string {
  return escaped(path.split('/').map(encodeURIComponent).join('/'))
}

const style = `:root{color-scheme:light dark;font:16px/1.4 system-ui,sans-serif}body{max-width:46rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem}h2{font-size:.85rem;text-align:center;font-weight:600;opacity:.75;margin:1.5rem 0 .75rem}
article{margin:.6rem 0;padding:.5rem .8rem;border-radius:14px;background:light-dark(#f1f4f4,#1d262b);width:fit-content;max-width:84%}
article[data-own]{margin-left:auto;background:light-dark(#ddf0f0,#0e4a51)}header{font-size:.8rem;opacity:.8}
p{margin:.15rem 0;white-space:pre-wrap;overflow-wrap:anywhere}blockquote{margin:.2rem 0;padding-left:.6rem;border-left:3px solid currentColor;opacity:.8}
.line{text-align:center;font-size:.85rem;opacity:.75}img,video{display:block;max-width:100%;max-height:24rem;border-radius:10px;margin:.3rem 0}
ul{padding-left:1.2rem}nav{display:flex;gap:1rem;justify-content:center;margin:1rem}a{color:light-dark(#006e7a,#5fd0d5)}`

/** A page that runs no script and asks nobody for anything: what people wrote can do nothing in it. */
export function page(title: string, language: string, body: string): string {
  return `<!doctype html>
<html lang="${escaped(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:; media-src 'self' file:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer"><title>${escaped(title)}</title><style>${style}</style></head>
<body><h1>${escaped(title)}</h1>
${body}
</body></html>
`
}
