namespace Assay.Identity;

/// <summary>A link that may be wrong, because the prices of its two ends do not go together.</summary>
/// <param name="Source">Whose coin it is.</param>
/// <param name="Asset">The asset that it is taken for.</param>
/// <param name="Evidence">What was seen, as a sentence.</param>
public sealed record SuspectLink(SourceId Source, AssetId Asset, string Evidence);
