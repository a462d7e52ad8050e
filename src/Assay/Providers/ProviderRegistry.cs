using System.Collections.Frozen;
using Assay.Identity;

namespace Assay.Providers;

/// <summary>The sources that are switched on, by name.</summary>
public sealed class ProviderRegistry(IEnumerable<IProvider> providers)
{
    private readonly FrozenDictionary<string, IProvider> _byName =
        providers.ToFrozenDictionary(provider => provider.Info.Id.Name, StringComparer.OrdinalIgnoreCase); // throws on a duplicate name

    public IEnumerable<IProvider> All => _byName.Values.OrderBy(provider => provider.Info.Id.Name, StringComparer.Ordinal);

    public IEnumerable<IPolledProvider> Polled => All.OfType<IPolledProvider>();

    /// <summary>Sources that can be asked for the past: one of them, or all.</summary>
    /// <exception cref="ProviderException">There is none.</exception>
    public IReadOnlyList<IHistoricProvider> TellingThePast(string? name)
    {
        var all = All.OfType<IHistoricProvider>().ToList();
        var telling = all.Where(provider => name is null || provider.Info.Id.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return telling.Count > 0
            ? telling
            : throw new ProviderException($"No source that is switched on and tells the past is called '{name ?? "anything"}'. Known: {string.Join(", ", all.Select(provider => provider.Info.Id))}.");
    }

    public IFileProvider? Files => All.OfType<IFileProvider>().SingleOrDefault();

    public IProvider? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Who can read a kept payload; null when its source is switched off. Files may have been imported under any name; operators are always heard.</summary>
    public IProvider? ReaderOf(RawPayload payload) =>
        payload.Source == SourceId.Assay ? OperatorWord.Reader
        : payload.Url.StartsWith("file:", StringComparison.Ordinal) ? Files
        : Find(payload.Source.Name);
}
