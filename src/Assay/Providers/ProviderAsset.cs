namespace Assay.Providers;

/// <summary>A coin as a source lists it.</summary>
/// <param name="CoinId">The source's own id.</param>
/// <param name="Symbol">Ticker as the source spells it.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Contracts">Contract address by the source's name of the platform.</param>
public sealed record ProviderAsset(string CoinId, string? Symbol, string? Name, IReadOnlyDictionary<string, string> Contracts);
