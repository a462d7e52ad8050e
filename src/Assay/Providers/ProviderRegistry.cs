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

    public IFileProvider? Files => All.OfType<IFileProvider>().SingleOrDefault();

    public IProvider? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Who can read a kept payload; null when its source is switched off. Files may have been imported under any name; operators are always heard.</summary>
    public IProvider? ReaderOf(RawPayload payload) =>
        payload.Source == SourceId.Assay ? OperatorWord.Reader
        : payload.Url.StartsWith("file:", StringComparison.Ordinal) ? Files
        : Find(payload.Source.Name);
}
