namespace Assay.Identity;

/// <summary>What a source tells of a coin that helps to recognise it.</summary>
/// <param name="CoinId">The source's own id.</param>
/// <param name="Symbol">As the source spells it.</param>
/// <param name="Name">As the source spells it.</param>
/// <param name="Figures">Those of <paramref name="ObservedAt"/>; null in a mere list of coins.</param>
/// <param name="ObservedAt">When the figures held.</param>
/// <param name="Contracts">Contract address by platform, as the source spells both; null where it does not tell.</param>
public sealed record CoinDescription(
    string CoinId,
    string? Symbol,
    string? Name,
    MarketFigures? Figures = null,
    DateTimeOffset? ObservedAt = null,
    IReadOnlyDictionary<string, string>? Contracts = null);
