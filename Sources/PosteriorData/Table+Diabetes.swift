extension Table {
  /// 442 diabetes patients: ten measurements at the start, and the progression of the disease a year later.
  ///
  /// Columns: age, sex, bmi, bp, tc, ldl, hdl, tch, ltg, glu and the target, progression, each in its own units.
  ///
  /// Efron, Hastie, Johnstone & Tibshirani, "Least angle regression", Annals of Statistics 32 (2004) 407–499,
  /// doi:10.1214/009053604000000067; the raw numbers as distributed with scikit-learn.
  public static let diabetes: Table = {
    do {
      return try Table(csv: String(decoding: PackageResources.diabetes_csv, as: UTF8.self), source: "diabetes")
    } catch {
      preconditionFailure("the embedded data are damaged: \(error)")
    }
  }()

  /// The features of ``diabetes`` to start with: the five that least angle regression selects first.
  ///
  /// Their correlation matrix has condition number 5.4; that of all ten, of which some are nearly collinear, 470.
  public static let diabetesFeatures = ["sex", "bmi", "bp", "hdl", "ltg"]
}
