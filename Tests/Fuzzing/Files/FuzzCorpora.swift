/// Sound files of each kind, and what is put into them.
package enum FuzzCorpora {
  private static func corpus(_ seeds: [String], _ pieces: [String]) -> FuzzCorpus {
    let bad: [[UInt8]] = [[0xFF], [0xC3], [0], [0xED, 0xA0, 0x80]]
    return FuzzCorpus(seeds: seeds.map { Array($0.utf8) }, pieces: (pieces + signs).map { Array($0.utf8) } + bad)
  }

  private static let signs = [
    ",", ",", ";", "\t", " ", "\"", "\"\"", "\n", "\n", "\r", "\r\n", "#", ".", "-", "+", "\u{FEFF}", "\u{301}", "é",
    "\u{2028}",
    "0", "1", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "99999999999999999999", "1e999",
    "1e-999",
    "5e-324", "0.1", "1e5", "nan", "inf", "-inf", "NA", "0x1p3", "1,5", "1 000", "e", "x", "y", "",
  ]

  package static let tables = corpus(
    [
      "x,y\n1,2\n3,4\n", "\u{FEFF}x;y\r\n1;\"2\"\r\n3;4", "a\tb\tc\n1\t2\t3\n-1e5\t.5\t6\n",
      "# c\n\"\",\"a, b\",\"say \"\"c\"\"\"\n\"1\",2,3\n\"2\",4,5\n", "x y\n1 2\n3 4\n",
      "\"x\" \"y\"\n\"1\" 1 2\n\"2\" 3 4\n", ",x,y\n# c\n7,1,2\n\"a\",3,4\n", "\"x\"\n\"a\",1\n# c\n\"b\",3\n",
      "x\ty\n1\t1\t2\n# c\n2\t3\t4\n# 3,4\n", "id,x\na,1\n#\n\"#b\",2\n",
      "note,x,k\r\n\"one\r\ntwo\",1,NA\r\nthree,,1000000000\r\n,2,3\r\n", "site,x\n01,1\n1,2\nA,3\n",
    ], ["x,y\n", "1,2\n", "\"a\nb\"", "TRUE", "null"])

  package static let draws = corpus(
    [
      StanFiles.cmdStan, StanFiles.rstan, StanFiles.variational, StanFiles.pathfinder,
      StanFiles.laplace, StanFiles.quantities, StanFiles.fixed("fixed_param"),
      "lp__,x.1,x%2E1,L.2.1\n0,1,2,3\n4,5,6,7\n", "\"\",a\n\"2\",1\n# c\n\"1\",2\n", "\"a\"\n\"1\",1\n\"2\",2\n",
    ],
    [
      "# save_warmup = 1\n", "# num_warmup = 9223372036854775807\n", "# num_samples = 1\n",
      "# thin = 9223372036854775807\n",
      "# thin = 0\n", "# warmup=", "# iter=", "# method = variational\n", "# method = sample (Default)\n",
      "# method = ",
      "# output_samples = ", "# draws = ", "# algorithm = fixed_param\n", "# Adaptation terminated\n", "(Default)",
      "lp__", "__",
      "%", "%2E", "%FF", ".1", "[1]", "p_", "g_", "stepsize__", "ELBO", "log_g__", "=", "true",
    ])

  static let arrays = FuzzCorpus(
    seeds: [
      NPYFiles.file(NPYFiles.header("<f8", "(2, 1)"), [UInt8](repeating: 1, count: 16)),
      NPYFiles.file(NPYFiles.header("<f4", "(1, 2)"), [UInt8](repeating: 2, count: 8), version: 2),
      NPYFiles.file(NPYFiles.header("<i4", "(2, 3)", fortran: "True"), [UInt8](repeating: 3, count: 24)),
      NPYFiles.file(NPYFiles.header("<i8", "(1, 1)"), [UInt8](repeating: 4, count: 8)),
    ],
    pieces: (signs + [
      "(", ")", "[", "]", "'", ":", "{", "}", ", ", "0, ", "1, ", "True", "False", "4294967296, ", "2000000000, ",
    ])
    .map { Array($0.utf8) } + [[0], [1], [0xFF, 0xFF, 0xFF, 0xFF], [UInt8](repeating: 0, count: 8)])

  static let sparseTexts = corpus(
    [SparseFiles.text, "0 1:1 2:2\r\n1 3:4", "2.5\n1 7:1\n"],
    ["qid:1", " 1:", ":", "1 1:1\n", "10000000:1", "10000001:1", "2147483646:1", "2147483647:1"])

  static let sparseArchives = FuzzCorpus(
    seeds: [SparseFiles.stored],
    pieces: [[0], [1], [8, 0], [0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x50, 0x4B], Array("indptr.npy".utf8)])

  static let constants = corpus(
    ["{\"J\": 8, \"K\": [1, 2], \"S\": [[1, 0.5], [0.5, 1]]}", "{}", "{\"a\": [], \"b\": [[]], \"c\": 1e300}"],
    [
      "{", "}", "[", "]", ":", "[[", "]]", "[1, 2], ", "true", "null", "\"a\": ", "\\u0000", "\\",
      String(repeating: "[", count: 600),
    ])

  static let bytes = FuzzCorpus(
    seeds: [IDXFiles.images, IDXFiles.labels],
    pieces: [
      [0], [1], [2], [8], [3], [0, 0, 0, 0], [0, 0, 0, 1], [255, 255, 255, 255], [0x80, 0, 0, 0], [0, 0, 8, 3],
      [0, 0, 8, 255],
    ])
}
