/// How pages look. The letters and lines of a picture grow with its page.
enum PageStyle {
  static let rules: Markup = """
    \(Palette.variables)\(Palette.rules)
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:1120px;padding:0 16px 40px;background:var(--back);color:var(--front);\
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
    h1{font-size:1.6rem;line-height:1.25;margin:24px 0 4px}
    h2{font-size:1.25rem;line-height:1.3;margin:40px 0 4px}
    h3{font-size:1rem;margin:16px 0 4px}
    .how,header p,footer,.missing{color:var(--soft);max-width:75ch;margin:0 0 12px}
    .verdict{border:1px solid;border-left-width:8px;border-radius:6px;padding:12px 16px;margin:20px 0;\
    background:var(--card)}
    .verdict h2{margin:0;font-size:1.2rem}
    .verdict ul{margin:8px 0 0;padding-left:20px}
    .verdict p{margin:8px 0 0}
    .verdict.yes{border-color:var(--yes)}.verdict.yes h2{color:var(--yes)}
    .verdict.limited{border-color:var(--limited)}.verdict.limited h2{color:var(--limited)}
    .verdict.no{border-color:var(--no)}.verdict.no h2{color:var(--no)}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}
    th,td{padding:3px 10px;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
    th:first-child{text-align:left;padding-left:0}
    tbody th{font-weight:600;white-space:normal;min-width:6em;max-width:40vw;position:sticky;left:0;\
    background:var(--back)}
    .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:16px;align-items:start}
    .figure{max-width:760px}
    .card{background:var(--card);border-radius:6px;padding:8px 12px;break-inside:avoid}
    .card h3{margin:0}
    details{margin-top:16px}
    summary{cursor:pointer;padding:6px 0;font-weight:600}
    :focus-visible{outline:3px solid var(--c0);outline-offset:2px}
    .legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0 0 10px;padding:0;font-size:.9rem}
    dl{display:grid;grid-template-columns:minmax(90px,max-content) 1fr;gap:2px 16px;margin:0;font-size:.9rem}
    dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;min-width:0}
    pre{background:var(--card);padding:10px 12px;border-radius:6px;overflow-x:auto;font-size:.85rem;\
    overflow-wrap:normal}
    svg{display:block;width:100%;height:auto}
    .key{display:inline-block;width:auto;height:14px}
    @media(max-width:480px){dl{grid-template-columns:1fr}dt{margin-top:6px}body{padding:0 12px 32px}}
    @media print{:root{--back:#fff;--front:#000;--soft:#444;--rule:#bbb;--card:#fff}body{max-width:none;font-size:11pt}\
    .wide{overflow:visible}table{font-size:8pt}section,.card,svg{break-inside:avoid-page}section{break-inside:auto}\
    details::details-content{content-visibility:visible;block-size:auto}summary{list-style:none}}

    """
}
