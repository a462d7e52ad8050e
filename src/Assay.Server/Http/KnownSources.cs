using Assay.Board;
using Assay.Providers;

namespace Assay.Server.Http;

/// <summary>The sources that may be asked about: those that are switched on, and those we hold data of.</summary>
internal sealed class KnownSources(ProviderRegistry providers, MarketBoard board)
{
    public static SourceId? Id(string? source) => source is null ? null : new SourceId(source.ToLowerInvariant());

    public IEnumerable<SourceId> All => providers.All.Select(provider => provider.Info.Id);

    public bool Contains(string source) =>
        Id(source) is { } id && (id == SourceId.Consensus || providers.Find(id.Name) is not null || board.Knows(id));

    public string Explain(string source) =>
        $"The parameter source cannot be '{source}'. Known: {string.Join(", ", providers.All.Select(p => p.Info.Id).Append(SourceId.Consensus))}, and every name that a file was imported under.";
}
