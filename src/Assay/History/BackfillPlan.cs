using Assay.Providers;

namespace Assay.History;

/// <summary>What is to be asked of one source, and what is not.</summary>
/// <param name="Provider">Who is asked.</param>
/// <param name="Chunks">The newest first.</param>
/// <param name="LeftOut">What nobody is asked for, and why: sentences.</param>
public sealed record BackfillPlan(IHistoricProvider Provider, IReadOnlyList<HistoryChunk> Chunks, IReadOnlyList<string> LeftOut);
