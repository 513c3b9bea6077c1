import Foundation
import PosteriorData

/// A page of HTML that needs nothing else: its frame, and what its sections are made of.
protocol Page {
  var title: String { get }
  /// What it is of, below the title.
  var subtitle: String { get }
  /// The sections.
  var body: Markup { get }
}

extension Page {
  func write(to path: String) throws { try AtomicFile.write(Data(html.text.utf8), to: path) }

  /// The whole page.
  var html: Markup {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>\
    <meta name="color-scheme" content="light dark"/>
    <title>\(title)</title>
    <style>\(PageStyle.rules)</style></head>
    <body><header><h1>\(title)</h1>
    <p>\(subtitle)</p></header>
    <main>
    \(body)\
    </main>
    <footer><p>Written by posterior \(PosteriorCommand.version).</p></footer></body></html>

    """
  }

  /// A section under a heading.
  ///
  /// - Parameters:
  ///   - id: The section's name in the page.
  ///   - words: How to read what is below.
  func section(_ title: String, _ id: Markup, _ words: String, _ body: Markup) -> Markup {
    """
    <section aria-labelledby="\(id)"><h2 id="\(id)">\(title)</h2>
    <p class="how">\(words)</p>
    \(body)</section>

    """
  }

  /// A table, which can be scrolled where it is wide.
  func rows<Row>(_ rows: [Row], _ columns: [TextColumn<Row>], _ label: String) -> Markup {
    let head = columns.map { "<th scope=\"col\">\($0.title)</th>" as Markup }
    let body = rows.map { row in
      let cells = columns.dropFirst().map { "<td>\($0.value(row))</td>" as Markup }
      return "<tr><th scope=\"row\">\(columns[0].value(row))</th>\(cells)</tr>\n" as Markup
    }
    return """
      <div class="wide" tabindex="0" role="region" aria-label="\(label)"><table>
      <thead><tr>\(head)</tr></thead>
      <tbody>\(body)</tbody></table></div>

      """
  }

  /// Names and values, one below the other.
  func list(_ title: String, _ rows: [(String, String)]) -> Markup {
    let items = rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" as Markup }
    return items.isEmpty ? "" : "<h3>\(title)</h3><dl>\(items)</dl>\n"
  }
}
