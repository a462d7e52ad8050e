namespace Assay.Providers;

/// <summary>Who a source is, and the terms on which its data may be shown.</summary>
/// <param name="Id">Its name in our data.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Website">Where attribution links to; null for files.</param>
/// <param name="Attribution">The sentence that has to stand beside its data.</param>
/// <param name="TermsUrl">Its terms of use; null for files.</param>
public sealed record SourceInfo(SourceId Id, string Title, Uri? Website, string Attribution, Uri? TermsUrl);
