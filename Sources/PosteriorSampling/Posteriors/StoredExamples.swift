/// Examples that are read from a disk while chains run.
///
/// Any example may be asked for at any time. Those that were expected are there sooner.
@usableFromInline
package protocol StoredExamples: AnyObject, Sendable {
  /// Has examples read that will be used soon.
  func expect(_ examples: Range<Int>)

  /// What went wrong as examples were read, if anything did. Gradients are not numbers since.
  var failure: (any Error)? { get }
}
